package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.iam.IamClient;

/// CloudFormation as the AWS SDK sees it, with the project's own template.
class CloudFormationOverHttpTest {
    private static final String BUCKET =
            """
            Parameters:
              Name: {Type: String, Default: films}
              Secret: {Type: String, Default: hidden, NoEcho: true}
            Resources:
              Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref Name}}
            """;

    @TempDir static Path data;
    private static Hydrant hydrant;
    private static CloudFormationClient cloudFormation;

    @BeforeAll
    static void start() throws IOException {
        hydrant = Hydrant.start(ServerSettings.local(data));
        cloudFormation =
                client(
                        hydrant.rootCredentials().accessKeyId(),
                        hydrant.rootCredentials().secretAccessKey().reveal());
    }

    @AfterAll
    static void stop() throws Exception {
        cloudFormation.close();
        hydrant.close();
    }

    @Test
    void theProjectsTemplateBecomesAStackWithOutputs() throws IOException {
        String template = example();
        assertThat(cloudFormation.validateTemplate(request -> request.templateBody(template)))
                .satisfies(summary -> {
                    assertThat(summary.parameters()).hasSize(5);
                    assertThat(summary.capabilities()).containsExactly(Capability.CAPABILITY_IAM);
                });
        cloudFormation.createStack(request ->
                request.stackName("netflix")
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_IAM));
        Stack stack = described("netflix");
        assertThat(stack.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(stack.outputs())
                .extracting(output -> output.outputKey() + "=" + output.outputValue())
                .contains(
                        "StreamName=movies-netflix",
                        "BucketName=movies-netflix-000000000000",
                        "StreamArn=arn:aws:firehose:us-east-1:000000000000:deliverystream/movies-netflix");
        assertThat(
                        cloudFormation
                                .describeStackEvents(request -> request.stackName("netflix"))
                                .stackEvents())
                .hasSize(14);
        assertThat(
                        cloudFormation
                                .getTemplate(request -> request.stackName("netflix"))
                                .templateBody())
                .isEqualTo(template);
        cloudFormation.deleteStack(request -> request.stackName("netflix"));
        assertRefused(
                "ValidationError",
                "Stack with id netflix does not exist",
                () -> described("netflix"));
        assertThat(described(stack.stackId()).stackStatus()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void everyOperationSaysInItsOwnWayThatAStackIsUnknown() {
        assertRefused("ValidationError", "Stack with id no does not exist", () -> described("no"));
        assertRefused(
                "ValidationError",
                "Stack [no] does not exist",
                () -> cloudFormation.describeStackEvents(request -> request.stackName("no")));
        assertRefused(
                "ValidationError",
                "Stack 'no' does not exist",
                () ->
                        cloudFormation.describeStackResource(
                                request -> request.stackName("no").logicalResourceId("x")));
        assertThat(cloudFormation.deleteStack(request -> request.stackName("no"))).isNotNull();
    }

    @Test
    void whatIsAgainstTheModelIsNamed() {
        assertRefused(
                "ValidationError",
                "1 validation error detected: Value '*x' at 'stackName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
                () ->
                        cloudFormation.createStack(
                                request -> request.stackName("*x").templateBody(BUCKET)));
        String body = "#".repeat(51_201);
        assertRefused(
                "ValidationError",
                "1 validation error detected: Value '"
                        + body
                        + "' at 'templateBody' failed to satisfy constraint: Member must have length"
                        + " less than or equal to 51200",
                () ->
                        cloudFormation.createStack(
                                request -> request.stackName("x").templateBody(body)));
    }

    @Test
    void aChangeSetWaitsUntilItIsCarriedOut() {
        CreateChangeSetResponse created =
                changeSet("reviewed", "first", ChangeSetType.CREATE, "one");
        assertThat(described("reviewed").stackStatus()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
        DescribeChangeSetResponse described =
                cloudFormation.describeChangeSet(request -> request.changeSetName(created.id()));
        assertThat(described.status()).isEqualTo(ChangeSetStatus.CREATE_COMPLETE);
        assertThat(described.changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.resourceChange().actionAsString()).isEqualTo("Add"));
        cloudFormation.executeChangeSet(request -> request.changeSetName(created.id()));
        Stack stack = described("reviewed");
        assertThat(stack.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(stack.changeSetId()).isEqualTo(created.id());
        assertThat(stack.parameters())
                .extracting(parameter -> parameter.parameterValue())
                .containsExactly("one", "****");
    }

    @Test
    void aChangeSetWithoutChangesHasFailed() {
        cloudFormation.executeChangeSet(request ->
                request.changeSetName(
                        changeSet("same", "first", ChangeSetType.CREATE, "two").id()));
        described("same");
        String second = changeSet("same", "second", ChangeSetType.UPDATE, "two").id();
        DescribeChangeSetResponse described =
                cloudFormation.describeChangeSet(request -> request.changeSetName(second));
        assertThat(described.status()).isEqualTo(ChangeSetStatus.FAILED);
        assertThat(described.executionStatus()).isEqualTo(ExecutionStatus.UNAVAILABLE);
        assertThat(described.statusReason())
                .isEqualTo(
                        "The submitted information didn't contain changes. Submit different"
                                + " information to create a change set.");
        assertRefused(
                "InvalidChangeSetStatus",
                "ChangeSet [" + second + "] cannot be executed in its current status of [FAILED]",
                () -> cloudFormation.executeChangeSet(request -> request.changeSetName(second)));
        assertRefused(
                "ChangeSetNotFound",
                "ChangeSet [third] does not exist",
                () ->
                        cloudFormation.describeChangeSet(
                                request -> request.changeSetName("third").stackName("same")));
    }

    @Test
    void aChangeSetSaysWhatItWillReplaceAndWhy() {
        cloudFormation.executeChangeSet(request ->
                request.changeSetName(
                        changeSet("renamed", "first", ChangeSetType.CREATE, "old").id()));
        described("renamed");
        String id = changeSet("renamed", "second", ChangeSetType.UPDATE, "new").id();
        var change =
                cloudFormation
                        .describeChangeSet(request -> request.changeSetName(id))
                        .changes()
                        .getFirst()
                        .resourceChange();
        assertThat(change.replacementAsString()).isEqualTo("True");
        assertThat(change.policyActionAsString()).isEqualTo("ReplaceAndDelete");
        assertThat(change.details())
                .extracting(detail ->
                        detail.evaluationAsString()
                                + " "
                                + detail.changeSourceAsString()
                                + " "
                                + detail.causingEntity())
                .containsExactly(
                        "Static ParameterReference Name", "Dynamic DirectModification null");
    }

    @Test
    void withoutPermissionThereIsNoStack() {
        try (IamClient iam =
                IamClient.builder()
                        .endpointOverride(hydrant.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                credentials(
                                        hydrant.rootCredentials().accessKeyId(),
                                        hydrant.rootCredentials().secretAccessKey().reveal()))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            iam.createUser(request -> request.userName("nobody"));
            var key = iam.createAccessKey(request -> request.userName("nobody")).accessKey();
            try (CloudFormationClient nobody = client(key.accessKeyId(), key.secretAccessKey())) {
                assertRefused(
                        "AccessDenied",
                        "User: arn:aws:iam::000000000000:user/nobody is not authorized to perform:"
                                + " cloudformation:CreateStack on resource:"
                                + " arn:aws:cloudformation:us-east-1:000000000000:stack/x/* because no"
                                + " identity-based policy allows the cloudformation:CreateStack action",
                        () ->
                                nobody.createStack(
                                        request -> request.stackName("x").templateBody(BUCKET)));
            }
        }
    }

    private static CreateChangeSetResponse changeSet(
            String stack, String name, ChangeSetType type, String bucket) {
        return cloudFormation.createChangeSet(request ->
                request.stackName(stack)
                        .changeSetName(name)
                        .changeSetType(type)
                        .templateBody(BUCKET)
                        .parameters(List.of(parameter(bucket))));
    }

    private static software.amazon.awssdk.services.cloudformation.model.Parameter parameter(
            String bucket) {
        return software.amazon.awssdk.services.cloudformation.model.Parameter.builder()
                .parameterKey("Name")
                .parameterValue(bucket)
                .build();
    }

    /// The stack, once nothing is at work on it. The server waits up to a second with each answer.
    private static Stack described(String name) {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            Stack stack =
                    cloudFormation
                            .describeStacks(request -> request.stackName(name))
                            .stacks()
                            .getFirst();
            boolean atWork =
                    stack.stackStatusAsString().endsWith("_IN_PROGRESS")
                            && stack.stackStatus() != StackStatus.REVIEW_IN_PROGRESS;
            if (!atWork) {
                return stack;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Still in progress: " + stack);
            }
        }
    }

    private static void assertRefused(String code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudFormationException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                        });
    }

    private static String example() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path template = folder.resolve("examples/netflix/pipeline.yaml");
            if (Files.exists(template)) {
                return Files.readString(template);
            }
            folder = folder.getParent();
        }
        throw new AssertionError("No examples/netflix/pipeline.yaml above " + Path.of(""));
    }

    private static CloudFormationClient client(String id, String secret) {
        return CloudFormationClient.builder()
                .endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(id, secret))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static StaticCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }
}
