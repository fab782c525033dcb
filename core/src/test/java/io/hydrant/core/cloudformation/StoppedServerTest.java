package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that stops in the middle of a stack operation, at every other moment at which the
/// operation looks at the clock, and starts again: no stack stays stuck, and nothing is left over.
class StoppedServerTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Name: {Type: String, Default: films}
              Interval: {Type: Number, Default: 60}
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties: {BucketName: !Ref Name}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      Effect: Allow
                      Action: sts:AssumeRole
                      Principal: {Service: firehose.amazonaws.com}
              Stream:
                Type: AWS::KinesisFirehose::DeliveryStream
                Properties:
                  DeliveryStreamName: films
                  ExtendedS3DestinationConfiguration:
                    BucketARN: !GetAtt Bucket.Arn
                    RoleARN: !GetAtt Role.Arn
                    BufferingHints: {SizeInMBs: 1, IntervalInSeconds: !Ref Interval}
            """;

    /// More looks at the clock than any of these operations takes.
    private static final int LOOKS_MAX = 200;

    @TempDir Path directory;

    @Test
    void aCreationIsRolledBack() throws IOException {
        boolean stopped = true;
        for (int looks = 3; stopped && looks < LOOKS_MAX; looks += 2) {
            try (Cloud cloud = new Cloud(directory.resolve("create" + looks))) {
                String id =
                        begin(
                                cloud,
                                looks,
                                () ->
                                        cloud.cloudFormation
                                                .operations()
                                                .create(Cloud.request("S", TEMPLATE), Cloud.ROOT));
                stopped = cloud.isStopped();
                cloud.reopen();
                if (id.isEmpty()) {
                    continue;
                }
                Stack stack = cloud.settled(id);
                if (stack.status() == StackStatus.CREATE_COMPLETE) {
                    continue;
                }
                assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
                assertThat(leftovers(cloud)).as("after %d looks", looks).isEmpty();
                assertThat(cloud.story(id))
                        .anyMatch(
                                event -> event.contains("The server stopped during the operation"));
            }
        }
        assertThat(stopped).isFalse();
    }

    @Test
    void anUpdateIsRolledBackOrCompleted() throws IOException {
        boolean stopped = true;
        for (int looks = 3; stopped && looks < LOOKS_MAX; looks += 2) {
            try (Cloud cloud = new Cloud(directory.resolve("update" + looks))) {
                Stack created = cloud.create("S", TEMPLATE);
                begin(
                        cloud,
                        looks,
                        () ->
                                cloud.cloudFormation
                                        .operations()
                                        .update(
                                                Cloud.request(
                                                        "S",
                                                        TEMPLATE,
                                                        "Name=other",
                                                        "Interval=120"),
                                                Cloud.ROOT));
                stopped = cloud.isStopped();
                cloud.reopen();
                Stack stack = cloud.settled(created.id());
                boolean updated = stack.status() == StackStatus.UPDATE_COMPLETE;
                boolean never = stack.status() == StackStatus.CREATE_COMPLETE;
                assertThat(updated || never)
                        .as("after %d looks: %s", looks, stack.status())
                        .isEqualTo(stack.status() != StackStatus.UPDATE_ROLLBACK_COMPLETE);
                assertThat(cloud.store.buckets().all())
                        .as("after %d looks", looks)
                        .extracting(bucket -> bucket.name())
                        .containsExactly(updated ? "other" : "films");
                assertThat(
                                cloud.streams
                                        .existing("films")
                                        .destination()
                                        .bufferingHints()
                                        .interval())
                        .hasSeconds(updated ? 120 : 60);
            }
        }
        assertThat(stopped).isFalse();
    }

    @Test
    void aDeletionGoesOn() throws IOException {
        boolean stopped = true;
        for (int looks = 2; stopped && looks < LOOKS_MAX; looks += 2) {
            try (Cloud cloud = new Cloud(directory.resolve("delete" + looks))) {
                Stack created = cloud.create("S", TEMPLATE);
                begin(
                        cloud,
                        looks,
                        () -> {
                            cloud.cloudFormation
                                    .operations()
                                    .delete("S", List.of(), Cloud.ROOT, Optional.empty());
                            return "begun";
                        });
                stopped = cloud.isStopped();
                cloud.reopen();
                Stack stack = cloud.settled(created.id());
                if (stack.status() != StackStatus.CREATE_COMPLETE) {
                    assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
                    assertThat(leftovers(cloud)).as("after %d looks", looks).isEmpty();
                }
            }
        }
        assertThat(stopped).isFalse();
    }

    /// Begins an operation that the clock stops after so many looks; the id of the stack, if there
    /// is one then.
    private static String begin(Cloud cloud, int looks, Cloud.Request operation)
            throws IOException {
        cloud.stopAfter(looks);
        try {
            operation.send();
        } catch (ServerStoppedException stopped) {
            // as intended
        }
        cloud.goOn();
        Optional<Stack> stack = cloud.cloudFormation.stacks().all().stream().findFirst();
        return stack.map(Stack::id).orElse("");
    }

    private static List<String> leftovers(Cloud cloud) {
        List<String> left = new ArrayList<>();
        cloud.store.buckets().all().forEach(bucket -> left.add(bucket.name()));
        cloud.iam.all(Identity.Kind.ROLE).forEach(role -> left.add(role.name()));
        cloud.streams.all().forEach(stream -> left.add(stream.name()));
        return left;
    }
}
