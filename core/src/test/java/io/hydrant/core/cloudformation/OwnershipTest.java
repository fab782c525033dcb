package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.ssm.ParameterDraft;
import io.hydrant.core.stream.StreamCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A stack changes and removes what it made, and nothing else, whatever others make of the same
/// name at the same moment or afterwards.
class OwnershipTest {
    private static final int ROUNDS = 8;
    private static final int STACKS = 3;

    private static final String TRUST =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
                    + "{\"Service\":\"firehose.amazonaws.com\"}}]}";
    private static final String ALLOW =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                    + "\"s3:GetObject\",\"Resource\":\"*\"}]}";
    private static final String BUCKET_POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                    + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::shared/*\"}]}";

    /// Something that a stack makes as its resource `R`, and anybody by hand.
    private enum Kind {
        BUCKET("{Type: AWS::S3::Bucket, Properties: {BucketName: NAME}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.store.buckets().create(name, Cloud.REGION);
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.store.buckets().delete(name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                return cloud.store.buckets().find(name).map(bucket -> bucket.id());
            }
        },
        BUCKET_POLICY_OF_ANOTHER(
                "{Type: AWS::S3::BucketPolicy, Properties: {Bucket: shared, PolicyDocument: "
                        + BUCKET_POLICY
                        + "}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                String mine = BUCKET_POLICY.replace("GetObject", "PutObject");
                boolean put =
                        cloud.store
                                .buckets()
                                .putDocument(
                                        cloud.store.buckets().get("shared"),
                                        BucketDocument.POLICY,
                                        mine,
                                        "somebody");
                if (!put) {
                    throw new IOException("taken");
                }
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.store
                        .buckets()
                        .deleteDocument(cloud.store.buckets().get("shared"), BucketDocument.POLICY);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                return cloud.store
                        .buckets()
                        .document(cloud.store.buckets().get("shared"), BucketDocument.POLICY)
                        .map(document ->
                                document
                                        + cloud.store
                                                .buckets()
                                                .maker(
                                                        cloud.store.buckets().get("shared"),
                                                        BucketDocument.POLICY));
            }
        },
        ROLE(
                "{Type: AWS::IAM::Role, Properties: {RoleName: NAME, AssumeRolePolicyDocument: "
                        + TRUST
                        + ", Policies: [{PolicyName: p, PolicyDocument: "
                        + ALLOW
                        + "}]}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.iam.createRole(
                        name, "/", TRUST, Optional.empty(), 3600, Optional.empty(), List.of());
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                if (!cloud.iam.get(Identity.Kind.ROLE, name).inlinePolicies().isEmpty()) {
                    cloud.iam.deleteInlinePolicy(Identity.Kind.ROLE, name, "p");
                }
                cloud.iam.delete(Identity.Kind.ROLE, name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                return cloud.iam.find(Identity.Kind.ROLE, name).map(role -> role.id());
            }
        },
        INLINE_POLICY(
                "{Type: AWS::IAM::Policy, Properties: {PolicyName: NAME, Roles: [shared],"
                        + " PolicyDocument: "
                        + ALLOW
                        + "}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.iam.putInlinePolicy(
                        Identity.Kind.ROLE,
                        "shared",
                        name,
                        ALLOW.replace("GetObject", "PutObject"),
                        "somebody");
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.iam.deleteInlinePolicy(Identity.Kind.ROLE, "shared", name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                Identity shared = cloud.iam.get(Identity.Kind.ROLE, "shared");
                return Optional.ofNullable(shared.inlinePolicies().get(name))
                        .map(document -> document + shared.maker(name));
            }
        },
        MANAGED_POLICY(
                "{Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: NAME,"
                        + " PolicyDocument: "
                        + ALLOW
                        + "}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.iam.managedPolicies().create(name, "/", ALLOW, Optional.empty(), List.of());
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.iam.managedPolicies().delete(arn(name));
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                return cloud.iam.managedPolicies().find(arn(name)).map(policy -> policy.id());
            }

            private static String arn(String name) {
                return "arn:aws:iam::" + Cloud.ACCOUNT + ":policy/" + name;
            }
        },
        STREAM(
                "{Type: AWS::KinesisFirehose::DeliveryStream, Properties: {DeliveryStreamName:"
                        + " NAME, ExtendedS3DestinationConfiguration: {BucketARN:"
                        + " 'arn:aws:s3:::shared', RoleARN:"
                        + " 'arn:aws:iam::000000000000:role/shared'}}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                ObjectNode body =
                        (ObjectNode)
                                JsonMapper.shared()
                                        .readTree(
                                                """
                                                {"DeliveryStreamName": "%s",
                                                 "ExtendedS3DestinationConfiguration": {
                                                   "BucketARN": "arn:aws:s3:::shared",
                                                   "RoleARN": "arn:aws:iam::000000000000:role/shared"}}
                                                """
                                                        .formatted(name));
                StreamCalls.create(cloud.streams, body);
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.streams.delete(name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) {
                return cloud.streams.find(name).map(stream -> stream.logId());
            }
        },
        GLUE_DATABASE(
                "{Type: AWS::Glue::Database, Properties: {CatalogId: '000000000000',"
                        + " DatabaseInput: {Name: NAME}}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.glue.databases().create(named(name), Map.of());
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.glue.databases().delete(name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) throws IOException {
                return cloud.glue.databases().find(name).map(database -> database.id());
            }
        },
        GLUE_TABLE(
                "{Type: AWS::Glue::Table, Properties: {CatalogId: '000000000000', DatabaseName:"
                        + " shared, TableInput: {Name: NAME}}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                cloud.glue.tables().create("shared", named(name), "somebody");
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.glue.tables().delete("shared", name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) throws IOException {
                return cloud.glue.tables().find("shared", name).map(table -> table.id());
            }
        },
        PARAMETER("{Type: AWS::SSM::Parameter, Properties: {Name: NAME, Type: String, Value: x}}") {
            @Override
            void make(Cloud cloud, String name) throws IOException {
                Optional<String> none = Optional.empty();
                cloud.parameters.create(
                        new ParameterDraft(
                                name,
                                Optional.of("String"),
                                "y",
                                none,
                                none,
                                none,
                                none,
                                none,
                                Map.of()),
                        cloud.parameters.newMark(),
                        KmsCaller.of(Cloud.ROOT.principal(), Cloud.ROOT.circumstances()));
            }

            @Override
            void remove(Cloud cloud, String name) throws IOException {
                cloud.parameters.delete(name);
            }

            @Override
            Optional<Object> found(Cloud cloud, String name) throws IOException {
                return cloud.parameters.find(name).map(parameter -> parameter.mark());
            }
        };

        private final String resource;

        Kind(String resource) {
            this.resource = resource;
        }

        String template(String name) {
            return "Resources:\n  R: " + resource.replace("NAME", name) + "\n";
        }

        /// By hand; fails when the name is taken.
        abstract void make(Cloud cloud, String name) throws IOException;

        abstract void remove(Cloud cloud, String name) throws IOException;

        /// What tells this very one from another of its name.
        abstract Optional<Object> found(Cloud cloud, String name) throws IOException;

        private static ObjectNode named(String name) {
            return JsonMapper.shared().createObjectNode().put("Name", name);
        }
    }

    @TempDir Path directory;
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(directory);
        cloud.store.buckets().create("shared", Cloud.REGION);
        cloud.iam.createRole(
                "shared", "/", TRUST, Optional.empty(), 3600, Optional.empty(), List.of());
        cloud.glue.databases().create(Kind.named("shared"), Map.of());
    }

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @ParameterizedTest
    @EnumSource
    void ofManyThatWantOneNameOneGetsItAndNobodyTouchesIt(Kind kind) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + round;
            List<Stack> stacks = new ArrayList<>();
            boolean byHand = contend(kind, name, round, stacks);
            List<Stack> winners =
                    stacks.stream()
                            .filter(stack -> stack.status() == StackStatus.CREATE_COMPLETE)
                            .toList();
            assertThat(winners.size() + (byHand ? 1 : 0)).as("winners of " + name).isEqualTo(1);
            assertThat(kind.found(cloud, name)).as(name).isPresent();
            Object won = kind.found(cloud, name).orElseThrow();
            for (Stack stack : stacks) {
                if (!winners.contains(stack)) {
                    assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
                    assertThat(cloud.story(stack.id()))
                            .anyMatch(
                                    event -> event.matches("(?s)R CREATE_FAILED.*already exists.*"))
                            .noneMatch(event -> event.startsWith("R DELETE_IN_PROGRESS"));
                    cloud.delete(stack.name());
                }
            }
            assertThat(kind.found(cloud, name)).as(name).contains(won);
            for (Stack winner : winners) {
                assertThat(cloud.delete(winner.name()).status())
                        .isEqualTo(StackStatus.DELETE_COMPLETE);
                assertThat(kind.found(cloud, name)).isEmpty();
            }
            if (byHand) {
                kind.remove(cloud, name);
            }
        }
    }

    /// Whether the one that was made by hand won.
    private boolean contend(Kind kind, String name, int round, List<Stack> stacks)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(STACKS + 1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Stack>> creations = new ArrayList<>();
            for (int i = 0; i < STACKS; i++) {
                String stack = "S" + round + "x" + i;
                Callable<Stack> creation =
                        () -> {
                            start.await();
                            return cloud.create(stack, kind.template(name));
                        };
                creations.add(threads.submit(creation));
            }
            start.await();
            boolean byHand = true;
            try {
                kind.make(cloud, name);
            } catch (IOException | ServiceException taken) {
                byHand = false;
            }
            for (Future<Stack> creation : creations) {
                stacks.add(creation.get());
            }
            return byHand;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyElseMadeAnewIsNotRemovedWithTheStack(Kind kind) throws IOException {
        cloud.create("S", kind.template("films"));
        kind.remove(cloud, "films");
        kind.make(cloud, "films");
        Object made = kind.found(cloud, "films").orElseThrow();
        assertThat(cloud.delete("S").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(kind.found(cloud, "films")).contains(made);
    }

    @Test
    void whatSomebodyElseMadeAnewIsNotChangedWithTheStack() throws IOException {
        String template =
                """
                Parameters: {Status: {Type: String, Default: Suspended}}
                Resources:
                  R:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: films
                      VersioningConfiguration: {Status: !Ref Status}
                """;
        cloud.create("S", template);
        Kind.BUCKET.remove(cloud, "films");
        Kind.BUCKET.make(cloud, "films");
        Stack stack = cloud.update("S", template, "Status=Enabled");
        assertThat(cloud.story(stack.id()))
                .anyMatch(event ->
                        event.contains(
                                "Resource of type 'AWS::S3::Bucket' with identifier 'films' was not"
                                        + " found."));
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
        assertThat(cloud.store.buckets().get("films").wasVersioned()).isFalse();
    }

    @Test
    void aReplacementThatLosesItsNameLeavesTheOldResource() throws IOException {
        cloud.create("S", Kind.BUCKET.template("films"));
        Kind.BUCKET.make(cloud, "taken");
        Object taken = Kind.BUCKET.found(cloud, "taken").orElseThrow();
        Stack stack = cloud.update("S", Kind.BUCKET.template("taken"));
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.resource(stack, "R").physicalId()).contains("films");
        assertThat(Kind.BUCKET.found(cloud, "taken")).contains(taken);
        assertThat(Kind.BUCKET.found(cloud, "films")).isPresent();
    }
}
