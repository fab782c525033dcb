package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.SampleCircumstances;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.stream.destination.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stacks from their creation to their end, with real resources.
class StackLifeTest {
    private static final String BUCKET =
            """
            Parameters:
              Name: {Type: String, Default: films}
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: !Ref Name
            Outputs:
              Arn: {Value: !GetAtt Bucket.Arn}
            """;

    /// The bucket is made; the role is refused for its trust policy.
    private static final String HALF_POSSIBLE =
            """
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties: {BucketName: films}
              Role:
                Type: AWS::IAM::Role
                DependsOn: Bucket
                Properties:
                  AssumeRolePolicyDocument: {Statement: nothing}
            """;

    /// The stream's backup follows.
    private static final String STREAM =
            """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: {Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: firehose.amazonaws.com}}
              Stream:
                Type: AWS::KinesisFirehose::DeliveryStream
                Properties:
                  DeliveryStreamName: films
                  ExtendedS3DestinationConfiguration:
                    RoleARN: !GetAtt Role.Arn
                    BucketARN: arn:aws:s3:::films
            """;

    private static final String BACKUP =
            """
                    S3BackupMode: Enabled
                    S3BackupConfiguration:
                      RoleARN: !GetAtt Role.Arn
                      BucketARN: arn:aws:s3:::vault
                      BufferingHints: {IntervalInSeconds: 60}
            """;

    private static final String PARTITIONED =
            """
                    Prefix: 'p/!{partitionKeyFromQuery:k}/'
                    ErrorOutputPrefix: e/
                    BufferingHints: {SizeInMBs: 64, IntervalInSeconds: 60}
                    DynamicPartitioningConfiguration: {Enabled: true}
                    ProcessingConfiguration:
                      Enabled: true
                      Processors:
                        - Type: MetadataExtraction
                          Parameters:
                            - {ParameterName: MetadataExtractionQuery, ParameterValue: '{k: .k}'}
                            - {ParameterName: JsonParsingEngine, ParameterValue: JQ-1.6}
            """;

    private static final String NO_BACKUP = "S3BackupMode: Disabled".indent(8);

    @TempDir Path directory;
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(directory);
    }

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @Test
    void whatCannotBeMadeIsRolledBack() throws IOException {
        Stack stack = cloud.create("S", HALF_POSSIBLE);
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(stack.deleted()).isPresent();
        assertThat(cloud.store.buckets().all()).isEmpty();
        assertThat(cloud.story(stack.id()))
                .contains("Bucket DELETE_COMPLETE", "Role DELETE_COMPLETE")
                .endsWith("S ROLLBACK_COMPLETE");
    }

    @Test
    void aFailureMayLeaveTheStackAsItIs() throws IOException {
        Stack stack = create("S", HALF_POSSIBLE, OnFailure.DO_NOTHING);
        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_FAILED);
        assertThat(stack.reason()).contains("The following resource(s) failed to create: [Role]. ");
        assertThat(cloud.store.buckets().find("films")).isPresent();
        assertThat(cloud.update("S", BUCKET).status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void aFailureMayDeleteTheStack() throws IOException {
        Stack stack = create("S", HALF_POSSIBLE, OnFailure.DELETE);
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(cloud.story(stack.id()))
                .contains(
                        "S DELETE_IN_PROGRESS The following resource(s) failed to create: [Role]."
                                + " Delete requested by user.");
    }

    @Test
    void aStreamsBackupIsSwitchedOnByAStackAndStaysOn() throws IOException {
        cloud.create("S", STREAM);
        assertThat(cloud.streams.existing("films").forBackup()).isEmpty();
        assertThat(cloud.update("S", STREAM + BACKUP).status())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(backupPlace()).isEqualTo("vault");

        assertThat(cloud.update("S", STREAM).status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(backupPlace()).as("it was not mentioned").isEqualTo("vault");

        Stack refused = cloud.update("S", STREAM + NO_BACKUP);
        assertThat(refused.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.story(refused.id()))
                .anyMatch(
                        event -> event.contains("Disabling S3 backup is not currently supported."));
        assertThat(backupPlace()).isEqualTo("vault");
        assertThat(cloud.delete("S").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    /// Neither can be without the stream being another.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partitioningIsNeitherSwitchedOnNorOffByAStack(boolean before) throws IOException {
        cloud.create("S", before ? STREAM + PARTITIONED : STREAM);
        Destination made = cloud.streams.existing("films").destination();
        Stack refused = cloud.update("S", before ? STREAM : STREAM + PARTITIONED);
        assertThat(refused.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.story(refused.id()))
                .anyMatch(event -> event.contains("Dynamic Partitioning cannot be"));
        assertThat(cloud.streams.existing("films").destination()).isEqualTo(made);
    }

    private String backupPlace() {
        return cloud.streams.existing("films").forBackup().orElseThrow().destination().place();
    }

    private Stack create(String name, String template, OnFailure onFailure) throws IOException {
        return cloud.settled(
                cloud.cloudFormation
                        .operations()
                        .create(
                                Cloud.request(name, Optional.of(template), onFailure, List.of()),
                                Cloud.ROOT));
    }

    @Test
    void aNameThatAnotherStackHasIsToldWithThatStack() throws IOException {
        Stack first = cloud.create("First", BUCKET);
        Stack second = cloud.create("Second", BUCKET);
        assertThat(second.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(cloud.story(second.id()))
                .anyMatch(event -> event.endsWith("films already exists in stack " + first.id()));
        assertThat(cloud.store.buckets().find("films")).isPresent();
    }

    @Test
    void aBucketThatNoStackMadeIsNotTakenOver() throws IOException {
        cloud.store.buckets().create("films", Cloud.REGION);
        Stack stack = cloud.create("S", BUCKET);
        assertThat(cloud.story(stack.id()))
                .contains(
                        "Bucket CREATE_FAILED Resource handler returned message: \"films already"
                                + " exists (Service: S3, Status Code: 0, Request ID: …)\""
                                + " (RequestToken: …, HandlerErrorCode: AlreadyExists)");
        assertThat(cloud.store.buckets().find("films")).isPresent();
    }

    @Test
    void aRetainedResourceOutlivesItsStack() throws IOException {
        String retained =
                BUCKET.replace("    Properties:", "    DeletionPolicy: Retain\n    Properties:");
        Stack stack = cloud.create("S", retained);
        assertThat(cloud.delete("S").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(cloud.story(stack.id())).contains("Bucket DELETE_SKIPPED");
        assertThat(cloud.store.buckets().find("films")).isPresent();
    }

    @Test
    void aResourceThatTheTemplateNoLongerHasIsRemovedLast() throws IOException {
        String two = BUCKET.replace("Outputs:", "  Other:\n    Type: AWS::S3::Bucket\nOutputs:");
        Stack stack = cloud.create("S", two);
        int before = cloud.story(stack.id()).size();
        cloud.update("S", BUCKET);
        List<String> story = cloud.story(stack.id());
        assertThat(story.subList(before, story.size()))
                .containsExactly(
                        "S UPDATE_IN_PROGRESS User Initiated",
                        "S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "Other DELETE_IN_PROGRESS",
                        "Other DELETE_COMPLETE",
                        "S UPDATE_COMPLETE");
        assertThat(cloud.store.buckets().all()).hasSize(1);
    }

    @Test
    void aProtectedStackIsNotDeleted() throws IOException {
        cloud.create("S", BUCKET);
        cloud.cloudFormation.operations().protect("S", true);
        assertThat(Cloud.refusal(() -> cloud.delete("S")))
                .isEqualTo(
                        "ValidationError: Stack [S] cannot be deleted while TerminationProtection"
                                + " is enabled");
        cloud.cloudFormation.operations().protect("S", false);
        assertThat(cloud.delete("S").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void deletingWhatIsNotThereSucceeds() throws IOException {
        cloud.cloudFormation.deletions().begin("nobody", List.of(), Cloud.ROOT, Optional.empty());
        assertThat(cloud.cloudFormation.stacks().live(Optional.empty()).items()).isEmpty();
    }

    @Test
    void anExportIsUsedByOtherStacksAndKeptWhileItIs() throws IOException {
        String exporting =
                BUCKET.replace(
                        "{Value: !GetAtt Bucket.Arn}",
                        "{Value: !Ref Bucket, Export: {Name: shared}}");
        String importing =
                """
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: !Sub ['${Other}-2', {Other: !ImportValue shared}]}
                """;
        Stack early = cloud.create("Early", importing);
        assertThat(cloud.story(early.id()))
                .contains(
                        "Early ROLLBACK_IN_PROGRESS No export named shared found. Rollback"
                                + " requested by user.");
        cloud.create("Exporting", exporting);
        assertThat(cloud.create("Importing", importing).status())
                .isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(cloud.store.buckets().find("films-2")).isPresent();
        assertThat(cloud.cloudFormation.stacks().importers("shared")).containsExactly("Importing");
        Stack kept = cloud.delete("Exporting");
        assertThat(kept.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(kept.deleted()).isEmpty();
        assertThat(cloud.story(kept.id()))
                .endsWith(
                        "Exporting DELETE_IN_PROGRESS User Initiated",
                        "Exporting CREATE_COMPLETE Delete canceled. Cannot delete export shared as"
                                + " it is in use by Importing.");
        Stack renamed = cloud.update("Exporting", exporting.replace("shared", "other"));
        assertThat(renamed.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        cloud.delete("Importing");
        assertThat(cloud.delete("Exporting").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void anAttributeThatAResourceDoesNotHaveFailsBeforeAnythingIsMade() throws IOException {
        Stack stack = cloud.create("S", BUCKET.replace("Bucket.Arn", "Bucket.Colour"));
        assertThat(cloud.story(stack.id()))
                .containsExactly(
                        "S CREATE_IN_PROGRESS User Initiated",
                        "S ROLLBACK_IN_PROGRESS [Error] /Outputs/Arn/Value/Fn::GetAtt: Resource"
                                + " type AWS::S3::Bucket does not support attribute {Colour}. Rollback"
                                + " requested by user.",
                        "S ROLLBACK_COMPLETE");
    }

    @Test
    void aRepeatedRequestCountsOnce() throws IOException {
        StackRequest request = Cloud.request("S", BUCKET);
        StackRequest tokened =
                new StackRequest(
                        request.stackName(),
                        request.template(),
                        false,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        OnFailure.ROLLBACK,
                        false,
                        Optional.empty(),
                        false,
                        Optional.of("once"));
        String id = cloud.cloudFormation.operations().create(tokened, Cloud.ROOT);
        assertThat(cloud.cloudFormation.operations().create(tokened, Cloud.ROOT)).isEqualTo(id);
        cloud.settled(id);
        assertThat(cloud.events(id))
                .allSatisfy(event -> assertThat(event.token()).contains("once"));
    }

    @Test
    void aStackMakesNothingThatItsCallerMayNotMake() throws IOException {
        Identity user =
                cloud.iam.create(
                        new Iam.NewIdentity(
                                Identity.Kind.USER,
                                "someone",
                                "/",
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));
        cloud.iam.putInlinePolicy(
                Identity.Kind.USER,
                user.name(),
                "only",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:CreateBucket\",\"s3:DeleteBucket\"],\"Resource\":\"*\"}]}");
        Actor actor =
                new Actor(
                        new Principal.User(Cloud.ACCOUNT, user.path(), user.name(), user.id()),
                        SampleCircumstances.PLAIN);
        String versioned =
                BUCKET.replace(
                        "BucketName: !Ref Name",
                        "BucketName: !Ref Name\n      VersioningConfiguration: {Status: Enabled}");
        Stack stack =
                cloud.settled(
                        cloud.cloudFormation
                                .operations()
                                .create(Cloud.request("S", versioned), actor));
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(cloud.story(stack.id()))
                .contains(
                        "Bucket CREATE_FAILED Resource handler returned message: \"User:"
                                + " arn:aws:iam::000000000000:user/someone is not authorized to"
                                + " perform: s3:PutBucketVersioning on resource:"
                                + " \"arn:aws:s3:::films\" because no identity-based policy allows the"
                                + " s3:PutBucketVersioning action\" (RequestToken: …,"
                                + " HandlerErrorCode: AccessDenied)");
        assertThat(cloud.store.buckets().all()).isEmpty();
    }

    @Test
    void aBucketsSettingsAreApplied() throws IOException {
        cloud.create(
                "S",
                """
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: films
                      Tags: [{Key: team, Value: data}]
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}
                      CorsConfiguration:
                        CorsRules:
                          - {AllowedMethods: [GET], AllowedOrigins: ['*'], MaxAge: '60'}
                      LifecycleConfiguration:
                        Rules: [{Id: old, Status: Enabled, ExpirationInDays: 30}]
                """);
        var bucket = cloud.store.buckets().get("films");
        assertThat(cloud.store.buckets().document(bucket, BucketDocument.TAGGING).orElseThrow())
                .contains("<Key>team</Key><Value>data</Value>", "aws:cloudformation:stack-name");
        assertThat(cloud.store.buckets().document(bucket, BucketDocument.ENCRYPTION).orElseThrow())
                .contains("<SSEAlgorithm>AES256</SSEAlgorithm>");
        assertThat(cloud.store.buckets().document(bucket, BucketDocument.CORS).orElseThrow())
                .contains("<MaxAgeSeconds>60</MaxAgeSeconds>");
        assertThat(cloud.store.buckets().document(bucket, BucketDocument.LIFECYCLE).orElseThrow())
                .contains("<Expiration><Days>30</Days></Expiration>");
    }

    @Test
    void aSettingThatS3WouldNotTakeIsAFailureOfItsBucket() throws IOException {
        Stack stack =
                cloud.create(
                        "S",
                        """
                        Resources:
                          Bucket:
                            Type: AWS::S3::Bucket
                            Properties:
                              BucketName: films
                              LifecycleConfiguration:
                                Rules: [{Id: old, Status: Enabled}]
                        """);
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(cloud.story(stack.id()))
                .anyMatch(event ->
                        event.contains("At least one action needs to be specified in a rule"));
        assertThat(cloud.store.buckets().find("films")).isEmpty();
    }

    @Test
    void aPropertyThatCannotBeAppliedIsAFailureAndNotIgnored() throws IOException {
        Stack stack =
                cloud.create(
                        "S",
                        BUCKET.replace(
                                "BucketName: !Ref Name",
                                "WebsiteConfiguration: {IndexDocument: i}\n      Colour: red"));
        assertThat(cloud.story(stack.id()))
                .contains(
                        "Bucket CREATE_FAILED Properties validation failed for resource Bucket with"
                                + " message:\n"
                                + "#/WebsiteConfiguration: Hydrant does not support this property\n"
                                + "#: extraneous key [Colour] is not permitted");
    }

    @Test
    void aCustomNamedResourceIsNotReplacedUnderItsName() throws IOException {
        String role =
                """
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: delivery
                      Path: /one/
                      AssumeRolePolicyDocument:
                        Statement: {Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: firehose.amazonaws.com}}
                """;
        Stack stack = cloud.create("S", role);
        assertThat(cloud.update("S", role.replace("/one/", "/two/")).status())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.story(stack.id()))
                .contains(
                        "Role UPDATE_FAILED CloudFormation cannot update a stack when a"
                                + " custom-named resource requires replacing. Rename delivery and"
                                + " update the stack again.");
    }
}
