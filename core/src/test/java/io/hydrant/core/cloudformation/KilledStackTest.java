package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.iam.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed at any commit of a stack operation, and started again: what is there
/// then is exactly what was there before, or exactly what was asked for, and nothing is left over.
class KilledStackTest {
    /// `V` chooses between two stacks that differ in every way in which resources can: changed in
    /// place, replaced, added, removed. With `Fail` the last resource of all cannot be made.
    private static final String TEMPLATE =
            """
            Parameters:
              V: {Type: String, Default: one}
              Fail: {Type: String, Default: 'no'}
            Conditions:
              One: !Equals [!Ref V, one]
              Two: !Equals [!Ref V, two]
              Failing: !Equals [!Ref Fail, 'yes']
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: films
                  VersioningConfiguration: {Status: !If [One, Enabled, Suspended]}
                  Tags: [{Key: version, Value: !Ref V}]
                  CorsConfiguration: !If
                    - One
                    - CorsRules: [{AllowedMethods: [GET], AllowedOrigins: ['*']}]
                    - !Ref AWS::NoValue
              BucketPolicy:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Ref Bucket
                  PolicyDocument:
                    Statement:
                      - Sid: !Ref V
                        Effect: Allow
                        Principal: {AWS: !GetAtt Role.Arn}
                        Action: s3:PutObject
                        Resource: !Sub '${Bucket.Arn}/*'
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: !Sub 'role-${V}'
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: firehose.amazonaws.com}}
              Kept:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: kept
                  Description: !If [One, !Ref V, !Ref AWS::NoValue]
                  MaxSessionDuration: !If [One, 3600, 7200]
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: firehose.amazonaws.com}}
                  ManagedPolicyArns: !If [One, [!Ref Managed], []]
                  Policies:
                    - PolicyName: !Sub 'inline-${V}'
                      PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]}
              Policy:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: !Sub 'policy-${V}'
                  Roles: [!Ref Role, !Ref Kept]
                  PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:PutObject', Resource: '*'}]}
              Managed:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  ManagedPolicyName: managed
                  PolicyDocument:
                    Version: 2012-10-17
                    Statement: [{Effect: Allow, Action: !If [One, 's3:GetObject', 's3:PutObject'], Resource: '*'}]
              Changed:
                Type: AWS::KinesisFirehose::DeliveryStream
                Properties:
                  DeliveryStreamName: changed
                  ExtendedS3DestinationConfiguration:
                    BucketARN: !GetAtt Bucket.Arn
                    RoleARN: !GetAtt Role.Arn
                    Prefix: !If [One, !Ref AWS::NoValue, two/]
                    BufferingHints: {SizeInMBs: 1, IntervalInSeconds: !If [One, 60, 120]}
              Replaced:
                Type: AWS::KinesisFirehose::DeliveryStream
                Properties:
                  DeliveryStreamName: !Sub 'stream-${V}'
                  ExtendedS3DestinationConfiguration:
                    BucketARN: !GetAtt Bucket.Arn
                    RoleARN: !GetAtt Kept.Arn
              OnlyInOne:
                Type: AWS::S3::Bucket
                Condition: One
                Properties: {BucketName: only-in-one}
              OnlyInTwo:
                Type: AWS::S3::Bucket
                Condition: Two
              Last:
                Type: AWS::IAM::Role
                Condition: Failing
                DependsOn: [Changed, Replaced, Policy, BucketPolicy, Kept]
                Properties:
                  AssumeRolePolicyDocument: {Statement: nothing}
            """;

    private final long seed = Long.getLong("hydrant.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir Path directory;

    /// What an operation is, and whether what is there after a kill is right.
    private interface Story {
        void tell(Cloud cloud) throws IOException;

        void check(Stack stack, Map<String, String> there);

        /// What somebody else does between the kill and the next start.
        @SuppressWarnings("UnusedVariable")
        default void meddle(Cloud cloud) throws IOException {}
    }

    @Test
    void anUpdateThatFailsIsUndoneExactly() throws IOException {
        tellAndKill(
                true,
                3,
                new Story() {
                    private Map<String, String> before = Map.of();

                    @Override
                    public void tell(Cloud cloud) throws IOException {
                        before = Inventory.of(cloud);
                        Stack stack = cloud.update("S", TEMPLATE, "V=two", "Fail=yes");
                        check(stack, Inventory.of(cloud));
                    }

                    @Override
                    public void check(Stack stack, Map<String, String> there) {
                        assertThat(stack.status())
                                .isIn(
                                        StackStatus.CREATE_COMPLETE,
                                        StackStatus.UPDATE_ROLLBACK_COMPLETE);
                        assertThat(there.entrySet()).isEqualTo(before.entrySet());
                    }
                });
    }

    @Test
    void anUpdateGoesOn() throws IOException {
        tellAndKill(
                true,
                6,
                new Story() {
                    private Map<String, String> before = Map.of();
                    private Map<String, String> after = Map.of();

                    @Override
                    public void tell(Cloud cloud) throws IOException {
                        before = Inventory.of(cloud);
                        cloud.update("S", TEMPLATE, "V=two");
                        after = Inventory.of(cloud);
                    }

                    @Override
                    public void check(Stack stack, Map<String, String> there) {
                        boolean updated = stack.status() == StackStatus.UPDATE_COMPLETE;
                        assertThat(stack.status())
                                .as("begun is done")
                                .isIn(StackStatus.UPDATE_COMPLETE, StackStatus.CREATE_COMPLETE);
                        assertThat(there.keySet().stream().filter(name -> !isRandom(name)))
                                .isEqualTo(
                                        (updated ? after : before)
                                                .keySet().stream()
                                                        .filter(name -> !isRandom(name))
                                                        .toList());
                        if (updated) {
                            assertThat(there).hasSameSizeAs(after);
                        } else {
                            assertThat(there.entrySet()).isEqualTo(before.entrySet());
                        }
                    }
                });
    }

    /// The one resource whose name is not given.
    private static boolean isRandom(String name) {
        return name.contains("onlyintwo");
    }

    @Test
    void aCreationGoesOn() throws IOException {
        tellAndKill(
                false,
                4,
                new Story() {
                    private Map<String, String> after = Map.of();

                    @Override
                    public void tell(Cloud cloud) throws IOException {
                        cloud.create("S", TEMPLATE);
                        after = Inventory.of(cloud);
                    }

                    @Override
                    public void check(Stack stack, Map<String, String> there) {
                        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
                        assertThat(there).isEqualTo(after);
                    }
                });
    }

    /// The stack has noted their names, and had no time to make them.
    @Test
    void aCreationThatIsRolledBackLeavesWhatOthersMadeMeanwhile() throws IOException {
        tellAndKill(
                false,
                6,
                new Story() {
                    private Map<String, String> others = Map.of();

                    @Override
                    public void tell(Cloud cloud) throws IOException {
                        cloud.create("S", TEMPLATE);
                    }

                    @Override
                    public void meddle(Cloud cloud) throws IOException {
                        Map<String, String> before = Inventory.of(cloud);
                        for (String bucket : List.of("films", "only-in-one")) {
                            if (cloud.store.buckets().find(bucket).isEmpty()) {
                                cloud.store.buckets().create(bucket, Cloud.REGION);
                            }
                        }
                        if (cloud.iam.find(Identity.Kind.ROLE, "kept").isEmpty()) {
                            String trust =
                                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                            + "\"Principal\":{\"Service\":\"firehose.amazonaws.com\"}}}";
                            cloud.iam.createRole(
                                    "kept",
                                    "/",
                                    trust,
                                    Optional.empty(),
                                    3600,
                                    Optional.empty(),
                                    List.of());
                        }
                        others = new TreeMap<>(Inventory.of(cloud));
                        others.keySet().removeAll(before.keySet());
                    }

                    @Override
                    public void check(Stack stack, Map<String, String> there) {
                        if (stack.status() != StackStatus.CREATE_COMPLETE) {
                            assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
                            assertThat(there.entrySet()).isEqualTo(others.entrySet());
                        }
                    }
                });
    }

    @Test
    void aDeletionGoesOn() throws IOException {
        tellAndKill(
                true,
                5,
                new Story() {
                    @Override
                    public void tell(Cloud cloud) throws IOException {
                        cloud.delete("S");
                    }

                    @Override
                    public void check(Stack stack, Map<String, String> there) {
                        if (stack.status() != StackStatus.CREATE_COMPLETE) {
                            assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
                            assertThat(there).isEmpty();
                        }
                    }
                });
    }

    /// Tells a story, and then what becomes of it when the server was killed at every `usual`th
    /// commit, or at each with `-Dhydrant.kills=1`; of these starts some are killed again.
    private void tellAndKill(boolean created, int usual, Story story) throws IOException {
        int stride = Integer.getInteger("hydrant.kills", usual);
        List<Path> kills;
        try (Cloud cloud = new Cloud(directory.resolve("told"))) {
            if (created) {
                assertThat(cloud.create("S", TEMPLATE).status())
                        .isEqualTo(StackStatus.CREATE_COMPLETE);
            }
            Snapshots snapshots = Snapshots.of(cloud, directory.resolve("kills"));
            story.tell(cloud);
            kills = snapshots.taken();
        }
        assertThat(kills).hasSizeGreaterThan(10);
        for (int i = random.nextInt(stride); i < kills.size(); i += stride) {
            List<Path> again = startAfterKill(kills.get(i), story, false);
            if (!again.isEmpty() && i % 3 == 0) {
                startAfterKill(again.get(random.nextInt(again.size())), story, true);
            }
        }
    }

    private List<Path> startAfterKill(Path killed, Story story, boolean again) throws IOException {
        try (Cloud cloud = new Cloud(killed)) {
            Path next = killed.resolveSibling(killed.getFileName() + "again");
            Optional<Stack> begun =
                    cloud.cloudFormation.stacks().live(Optional.empty()).items().stream()
                            .findFirst();
            if (begun.isPresent() && !again) {
                story.meddle(cloud);
            }
            Snapshots snapshots = Snapshots.of(cloud, next);
            cloud.cloudFormation.takeUp();
            if (begun.isPresent()) {
                Stack stack = cloud.settled(begun.get().id());
                if (begun.get().status().inProgress()) {
                    assertThat(cloud.story(stack.id()))
                            .anyMatch(event ->
                                    event.contains("The server stopped during the operation")
                                            || event.contains("ROLLBACK")
                                            || event.contains("COMPLETE_CLEANUP")
                                            || event.contains("S CREATE_COMPLETE")
                                            || event.contains("S DELETE"));
                }
                try {
                    story.check(stack, Inventory.of(cloud));
                } catch (AssertionError wrong) {
                    throw new AssertionError(
                            "Killed at %s (hydrant.seed=%d): %s%n%s"
                                    .formatted(
                                            killed,
                                            seed,
                                            wrong.getMessage(),
                                            String.join("\n", cloud.story(stack.id()))),
                            wrong);
                }
            }
            return snapshots.taken();
        }
    }
}
