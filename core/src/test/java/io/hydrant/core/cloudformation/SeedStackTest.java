package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackEvent;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.Capabilities;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Versioning;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The requirement's own template, byte for byte.
class SeedStackTest {
    private static final String STACK = "StackEntrega1Firehose";
    private static final String BUCKET = "aws-kinesis-firehose-deliverystream-000000000000";

    @TempDir Path directory;
    private Cloud cloud;
    private String template;

    @BeforeEach
    void open() throws IOException {
        template = SeedTemplate.read();
        cloud = new Cloud(directory);
    }

    @AfterEach
    void close() throws IOException {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Test
    void itIsValidAndNeedsIamAcknowledged() {
        var read = cloud.cloudFormation.templates().read(template);
        assertThat(read.parameters().values())
                .extracting(parameter -> parameter.defaultValue().orElse(""))
                .containsExactly("aws-kinesis-firehose-deliverystream");
        assertThat(Capabilities.of(read).required()).containsExactly("CAPABILITY_IAM");
        assertThat(Capabilities.of(read).reason())
                .isEqualTo("The following resource(s) require capabilities: [AWS::IAM::Role]");
    }

    @Test
    void itsCreationIsToldInFourteenEvents() throws IOException {
        Stack stack = cloud.create(STACK, template);
        assertThat(cloud.story(stack.id()))
                .containsExactly(
                        STACK + " CREATE_IN_PROGRESS User Initiated",
                        "rS3Bucket CREATE_IN_PROGRESS",
                        "rDeliveryRole CREATE_IN_PROGRESS",
                        "rS3Bucket CREATE_IN_PROGRESS Resource creation Initiated",
                        "rDeliveryRole CREATE_IN_PROGRESS Resource creation Initiated",
                        "rS3Bucket CREATE_COMPLETE",
                        "rDeliveryRole CREATE_COMPLETE",
                        "rDeliveryPolicy CREATE_IN_PROGRESS",
                        "rDeliveryPolicy CREATE_IN_PROGRESS Resource creation Initiated",
                        "rDeliveryPolicy CREATE_COMPLETE",
                        "rFirehoseDeliveryStream CREATE_IN_PROGRESS",
                        "rFirehoseDeliveryStream CREATE_IN_PROGRESS Resource creation Initiated",
                        "rFirehoseDeliveryStream CREATE_COMPLETE",
                        STACK + " CREATE_COMPLETE");
        StackEvent first = cloud.events(stack.id()).get(1);
        assertThat(first.physicalId()).isEmpty();
        assertThat(first.properties())
                .contains(
                        "{\"BucketName\":\""
                                + BUCKET
                                + "\",\"VersioningConfiguration\":{\"Status\":\"Enabled\"}}");
    }

    @Test
    void itsResourcesAreWhatItSays() throws IOException {
        Stack stack = cloud.create(STACK, template);
        Bucket bucket = cloud.store.buckets().get(BUCKET);
        assertThat(bucket.versioning()).isEqualTo(Versioning.ENABLED);
        String roleName = cloud.resource(stack, "rDeliveryRole").physicalId().orElseThrow();
        assertThat(roleName).matches("StackEntrega1Firehose-rDeliveryRole-[A-Za-z0-9]{12}");
        Identity role = cloud.iam.get(Identity.Kind.ROLE, roleName);
        assertThat(role.roleSettings().trustPolicy())
                .contains("\"Version\":\"2012-10-17\"", "\"sts:ExternalId\":\"000000000000\"");
        assertThat(role.inlinePolicies().get("firehose_to_s3_policy"))
                .contains("\"arn:aws:s3:::" + BUCKET + "*\"");
        DeliveryStream stream = cloud.streams.existing("firehose_to_s3_stream_from_py");
        assertThat(stream.destination().bufferingHints().sizeInMBs()).isEqualTo(50);
        assertThat(stream.destination().bufferingHints().interval())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(SampleStreams.s3(stream).prefix())
                .contains(
                        "data/input/firehose/streams/year=!{timestamp:yyyy}/month=!{timestamp:MM}"
                                + "/day=!{timestamp:dd}/hour=!{timestamp:HH}");
        assertThat(SampleStreams.s3(stream).roleArn()).isEqualTo(role.arn(Cloud.ACCOUNT));
    }

    @Test
    void aSecondStackOfItsNameIsRefused() throws IOException {
        cloud.create(STACK, template);
        assertThat(Cloud.refusal(() -> cloud.create(STACK, template)))
                .isEqualTo("AlreadyExistsException: Stack [" + STACK + "] already exists");
    }

    @Test
    void aFullBucketStopsItsDeletionUntilItIsEmpty() throws IOException {
        Stack created = cloud.create(STACK, template);
        new BucketContent(cloud.store, BUCKET).put("data/film.json", "{}");
        Stack failed = cloud.delete(STACK);
        assertThat(failed.status()).isEqualTo(StackStatus.DELETE_FAILED);
        assertThat(failed.reason())
                .contains("The following resource(s) failed to delete: [rS3Bucket]. ");
        List<String> story = cloud.story(created.id());
        assertThat(story.subList(14, story.size()))
                .containsExactly(
                        STACK + " DELETE_IN_PROGRESS User Initiated",
                        "rFirehoseDeliveryStream DELETE_IN_PROGRESS",
                        "rFirehoseDeliveryStream DELETE_COMPLETE",
                        "rDeliveryPolicy DELETE_IN_PROGRESS",
                        "rDeliveryPolicy DELETE_COMPLETE",
                        "rS3Bucket DELETE_IN_PROGRESS",
                        "rDeliveryRole DELETE_IN_PROGRESS",
                        "rDeliveryRole DELETE_COMPLETE",
                        "rS3Bucket DELETE_FAILED Resource handler returned message: \"The bucket"
                                + " you tried to delete is not empty. You must delete all versions in"
                                + " the bucket. (Service: S3, Status Code: 409, Request ID: …, Extended"
                                + " Request ID: …) (SDK Attempt Count: 1)\" (RequestToken: …,"
                                + " HandlerErrorCode: GeneralServiceException)",
                        STACK
                                + " DELETE_FAILED The following resource(s) failed to delete:"
                                + " [rS3Bucket].");
        assertThat(cloud.streams.find("firehose_to_s3_stream_from_py")).isEmpty();
        new BucketContent(cloud.store, BUCKET).empty();
        assertThat(cloud.delete(STACK).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(cloud.cloudFormation.stacks().find(STACK)).isEmpty();
        assertThat(cloud.cloudFormation.stacks().find(created.id())).isPresent();
        assertThat(cloud.store.buckets().find(BUCKET)).isEmpty();
    }

    @Test
    void aTrustPolicyThatFirehoseDoesNotMeetRollsTheStackBack() throws IOException {
        String closed = template.replace("!Ref 'AWS::AccountId'", "'999999999999'");
        Stack stack = cloud.create(STACK, closed);
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(cloud.story(stack.id()))
                .anyMatch(event ->
                        event.contains("rFirehoseDeliveryStream CREATE_FAILED")
                                && event.contains("Firehose is unable to assume role"))
                .contains(
                        STACK
                                + " ROLLBACK_IN_PROGRESS The following resource(s) failed to create:"
                                + " [rFirehoseDeliveryStream]. Rollback requested by user.");
        assertThat(cloud.store.buckets().find(BUCKET)).isEmpty();
        assertThat(cloud.iam.all(Identity.Kind.ROLE)).isEmpty();
        assertThat(Cloud.refusal(() -> cloud.update(STACK, template)))
                .isEqualTo(
                        "ValidationError: Stack:"
                                + stack.id()
                                + " is in ROLLBACK_COMPLETE state and can not be updated.");
        assertThat(cloud.delete(STACK).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void anUpdateWithoutChangesIsRefused() throws IOException {
        cloud.create(STACK, template);
        assertThat(Cloud.refusal(() -> cloud.update(STACK, template)))
                .isEqualTo("ValidationError: No updates are to be performed.");
    }

    @Test
    void aChangeOfBufferingHappensInPlace() throws IOException {
        Stack created = cloud.create(STACK, template);
        Stack updated = cloud.update(STACK, template.replace("'60'", "'120'"));
        assertThat(updated.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        List<String> story = cloud.story(created.id());
        assertThat(story.subList(14, story.size()))
                .containsExactly(
                        STACK + " UPDATE_IN_PROGRESS User Initiated",
                        "rFirehoseDeliveryStream UPDATE_IN_PROGRESS",
                        "rFirehoseDeliveryStream UPDATE_COMPLETE",
                        STACK + " UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        STACK + " UPDATE_COMPLETE");
        DeliveryStream stream = cloud.streams.existing("firehose_to_s3_stream_from_py");
        assertThat(stream.version()).isEqualTo(2);
        assertThat(stream.destination().bufferingHints().interval())
                .isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void anotherStreamNameReplacesTheStream() throws IOException {
        Stack created = cloud.create(STACK, template);
        cloud.update(STACK, template.replace("firehose_to_s3_stream_from_py", "films"));
        List<String> story = cloud.story(created.id());
        assertThat(story.subList(14, story.size()))
                .containsExactly(
                        STACK + " UPDATE_IN_PROGRESS User Initiated",
                        "rFirehoseDeliveryStream UPDATE_IN_PROGRESS Requested update requires the"
                                + " creation of a new physical resource; hence creating one.",
                        "rFirehoseDeliveryStream UPDATE_IN_PROGRESS Resource creation Initiated",
                        "rFirehoseDeliveryStream UPDATE_COMPLETE",
                        STACK + " UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "rFirehoseDeliveryStream DELETE_IN_PROGRESS",
                        "rFirehoseDeliveryStream DELETE_COMPLETE",
                        STACK + " UPDATE_COMPLETE");
        List<StackEvent> events = cloud.events(created.id());
        assertThat(events.get(15).physicalId()).isEqualTo("firehose_to_s3_stream_from_py");
        assertThat(events.get(16).physicalId()).isEqualTo("films");
        assertThat(events.get(19).physicalId()).isEqualTo("firehose_to_s3_stream_from_py");
        assertThat(cloud.streams.all()).hasSize(1);
    }

    @Test
    void anotherBucketNameLeavesAFullBucketBehind() throws IOException {
        cloud.create(STACK, template);
        new BucketContent(cloud.store, BUCKET).put("data/film.json", "{}");
        Stack updated = cloud.update(STACK, template, "pBucketName=films");
        assertThat(updated.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(updated.reason())
                .contains("Update successful. One or more resources could not be deleted.");
        assertThat(cloud.store.buckets().find(BUCKET)).isPresent();
        assertThat(cloud.store.buckets().find("films-000000000000")).isPresent();
        assertThat(
                        SampleStreams.s3(cloud.streams.existing("firehose_to_s3_stream_from_py"))
                                .objects()
                                .bucketArn())
                .isEqualTo("arn:aws:s3:::films-000000000000");
    }

    @Test
    void aFailedUpdateIsUndone() throws IOException {
        Stack created = cloud.create(STACK, template);
        String changed =
                template.replace("'60'", "'120'")
                        .replace("firehose_to_s3_policy", "other_policy")
                        .replace("CompressionFormat: UNCOMPRESSED", "CompressionFormat: LZ4");
        Stack rolledBack = cloud.update(STACK, changed);
        assertThat(rolledBack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        List<String> story = cloud.story(created.id());
        assertThat(story.subList(14, story.size()))
                .containsExactly(
                        STACK + " UPDATE_IN_PROGRESS User Initiated",
                        "rDeliveryPolicy UPDATE_IN_PROGRESS",
                        "rDeliveryPolicy UPDATE_COMPLETE",
                        "rFirehoseDeliveryStream UPDATE_IN_PROGRESS",
                        "rFirehoseDeliveryStream UPDATE_FAILED Properties validation failed for"
                                + " resource rFirehoseDeliveryStream with message:\n"
                                + "#/ExtendedS3DestinationConfiguration/CompressionFormat: failed"
                                + " validation constraint for keyword [enum]",
                        STACK
                                + " UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to"
                                + " update: [rFirehoseDeliveryStream].",
                        "rDeliveryPolicy UPDATE_IN_PROGRESS",
                        "rDeliveryPolicy UPDATE_COMPLETE",
                        "rFirehoseDeliveryStream UPDATE_IN_PROGRESS",
                        "rFirehoseDeliveryStream UPDATE_COMPLETE",
                        STACK + " UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                        STACK + " UPDATE_ROLLBACK_COMPLETE");
        Identity role =
                cloud.iam.get(
                        Identity.Kind.ROLE,
                        cloud.resource(created, "rDeliveryRole").physicalId().orElseThrow());
        assertThat(role.inlinePolicies()).containsOnlyKeys("firehose_to_s3_policy");
        assertThat(Optional.of(rolledBack.settings().templateBody())).contains(template);
    }
}
