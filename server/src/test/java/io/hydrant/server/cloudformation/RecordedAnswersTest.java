package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.OperationEntry;
import software.amazon.awssdk.services.cloudformation.model.OperationType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceIdentifierSummary;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// What AWS was recorded to answer, asked of Hydrant.
class RecordedAnswersTest {
    private static final String HANDLE =
            """
            Description: a handle
            Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
            """;

    private static final String IMPORTING =
            """
            Resources:
              Tagged:
                Type: AWS::S3::Bucket
                Properties: {Tags: [{Key: from, Value: !ImportValue not-there}]}
            """;

    @TempDir static Path data;
    private static StackServer server;
    private static CloudFormationClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new StackServer(data);
        client = server.client;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aStackNamesItsLastOperation() {
        String operation =
                client.createStack(request -> request.stackName("last").templateBody(HANDLE))
                        .operationId();
        assertThat(server.settled("last").lastOperations())
                .containsExactly(
                        OperationEntry.builder()
                                .operationType(OperationType.CREATE_STACK)
                                .operationId(operation)
                                .build());
        client.createChangeSet(request ->
                request.stackName("last")
                        .changeSetName("more")
                        .templateBody(HANDLE.replace("W:", "V:")));
        client.executeChangeSet(request -> request.stackName("last").changeSetName("more"));
        assertThat(server.settled("last").lastOperations())
                .extracting(OperationEntry::operationType)
                .containsExactly(OperationType.UPDATE_STACK);
    }

    @Test
    void aStackUnderReviewHasNeitherDescriptionNorTags() {
        changeSet("review", "c", ChangeSetType.CREATE, HANDLE);
        Stack review = server.settled("review");
        assertThat(review.stackStatus()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
        assertThat(review.description()).isNull();
        assertThat(review.tags()).isEmpty();
        client.executeChangeSet(request -> request.stackName("review").changeSetName("c"));
        Stack created = server.settled("review");
        assertThat(created.description()).isEqualTo("a handle");
        assertThat(created.tags()).hasSize(1);
    }

    @Test
    void aPreviousValueHasNoValueBeside() {
        String template = "Parameters: {P: {Type: String, Default: p}}\n" + HANDLE;
        server.create("previous", template);
        StackServer.assertRefused(
                "Invalid input for parameter key P. Cannot specify usePreviousValue as true and"
                        + " non empty value for a parameter",
                () ->
                        client.updateStack(request ->
                                request.stackName("previous")
                                        .usePreviousTemplate(true)
                                        .parameters(
                                                Parameter.builder()
                                                        .parameterKey("P")
                                                        .usePreviousValue(true)
                                                        .parameterValue("q")
                                                        .build())));
    }

    @Test
    void aChangeSetWaitsForAnExportThatIsNotThereYet() {
        server.create("updated", HANDLE);
        for (String stack : List.of("created", "updated")) {
            ChangeSetType type =
                    stack.equals("created") ? ChangeSetType.CREATE : ChangeSetType.UPDATE;
            changeSet(stack, "c", type, IMPORTING);
            DescribeChangeSetResponse changeSet = server.changeSet(stack, "c");
            assertThat(changeSet.status()).isEqualTo(ChangeSetStatus.CREATE_COMPLETE);
            assertThat(changeSet.executionStatus()).isEqualTo(ExecutionStatus.AVAILABLE);
            assertThat(changeSet.statusReason())
                    .isEqualTo(
                            "[WARN] --include-property-values option can return incomplete"
                                    + " ChangeSet data because: ChangeSet creation failed for"
                                    + " resource [Tagged] because: No export named not-there");
            assertThat(changeSet.changes().getFirst().resourceChange().afterContext())
                    .contains("\"Value\":\"{{changeSet:KNOWN_AFTER_APPLY}}\"");
            assertThat(
                            client.describeChangeSet(
                                            request -> request.stackName(stack).changeSetName("c"))
                                    .statusReason())
                    .isNull();
            client.executeChangeSet(request -> request.stackName(stack).changeSetName("c"));
        }
        assertThat(server.settled("created").stackStatus())
                .isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(server.settled("updated").stackStatus())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(
                        client.describeStackEvents(request -> request.stackName("created"))
                                .stackEvents())
                .extracting(event -> String.valueOf(event.resourceStatusReason()))
                .contains("No export named not-there found. Rollback requested by user.");
    }

    @Test
    void anExecutedChangeSetGivesItsNameBack() {
        changeSet("again", "c", ChangeSetType.CREATE, HANDLE);
        client.executeChangeSet(request -> request.stackName("again").changeSetName("c"));
        server.settled("again");
        changeSet("again", "c", ChangeSetType.UPDATE, HANDLE.replace("W:", "V:"));
        assertThat(client.listChangeSets(request -> request.stackName("again")).summaries())
                .singleElement()
                .satisfies(summary ->
                        assertThat(summary.executionStatus()).isEqualTo(ExecutionStatus.AVAILABLE));
    }

    @Test
    void malformedJsonIsToldWithItsPlace() {
        StackServer.assertRefused(
                "Template format error: JSON not well-formed. (line 1, column 25)",
                () ->
                        client.validateTemplate(
                                request -> request.templateBody("{\"this is invalid JSON\"}")));
    }

    @Test
    void aTemplateThatOnlyDeclaresAnotherUpdateReplacePolicyIsAnUpdate() {
        String declaring =
                """
                Resources:
                  W: {Type: 'AWS::CloudFormation::WaitConditionHandle', UpdateReplacePolicy: Delete}
                """;
        String without =
                """
                Resources:
                  W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}
                """;
        server.create("policy", declaring);
        assertThat(server.update("policy", without).stackStatus())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
        StackServer.assertRefused(
                "No updates are to be performed.", () -> server.update("policy", without + "\n"));
        assertThat(server.update("policy", declaring).stackStatus())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void aSummaryTellsWhatIdentifiesResources() {
        String template =
                """
                Resources:
                  A: {Type: 'AWS::S3::Bucket'}
                  W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}
                  B: {Type: 'AWS::S3::Bucket'}
                """;
        ResourceIdentifierSummary buckets =
                ResourceIdentifierSummary.builder()
                        .resourceType("AWS::S3::Bucket")
                        .logicalResourceIds("A", "B")
                        .resourceIdentifiers("BucketName")
                        .build();
        ResourceIdentifierSummary handles =
                ResourceIdentifierSummary.builder()
                        .resourceType("AWS::CloudFormation::WaitConditionHandle")
                        .logicalResourceIds("W")
                        .build();
        GetTemplateSummaryResponse summary =
                client.getTemplateSummary(request -> request.templateBody(template));
        assertThat(summary.resourceIdentifierSummaries()).containsExactly(buckets, handles);
        server.create("summary", template);
        assertThat(
                        client.getTemplateSummary(request -> request.stackName("summary"))
                                .resourceIdentifierSummaries())
                .containsExactly(buckets, handles);
    }

    @Test
    void detailsOfAChangeTellMetadataFirstAndEachCause() {
        String template =
                """
                Parameters: {Secret: {Type: String, NoEcho: true}}
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Metadata: {Told: !Ref Secret}
                    Properties: {Tags: [{Key: secret, Value: !Ref Secret}]}
                """;
        server.create("details", template, "Secret=openSesame");
        client.createChangeSet(request ->
                request.stackName("details")
                        .changeSetName("c")
                        .usePreviousTemplate(true)
                        .parameters(StackServer.parameters("Secret=closeSesame")));
        List<ResourceChangeDetail> details =
                server.changeSet("details", "c").changes().getFirst().resourceChange().details();
        assertThat(details)
                .extracting(detail ->
                        detail.target().attributeAsString()
                                + " "
                                + detail.evaluationAsString()
                                + " "
                                + detail.changeSourceAsString()
                                + " "
                                + detail.causingEntity())
                .containsExactly(
                        "Metadata Static ParameterReference Secret",
                        "Metadata Dynamic DirectModification null",
                        "Properties Static ParameterReference Secret",
                        "Properties Dynamic DirectModification null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/templates/a/b.yaml",
                "http://localhost:PORT/templates/a/b.yaml",
                "http://templates.localhost:PORT/a/b.yaml",
                "http://s3.localhost:PORT/templates/a/b.yaml",
                "http://templates.s3.localhost:PORT/a/b.yaml",
                "http://templates.s3.us-east-1.localhost:PORT/a/b.yaml",
                "http://Templates.S3-us-east-1.localhost:PORT/a/b.yaml",
                "https://s3.amazonaws.com/templates/a/b.yaml",
                "https://templates.s3.eu-west-1.amazonaws.com/a/b.yaml"
            })
    void aTemplateIsFoundWhereverItsBucketHasAnAddress(String url) {
        try (S3Client s3 = server.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(request -> request.bucket("templates"));
            s3.putObject(
                    request -> request.bucket("templates").key("a/b.yaml"),
                    RequestBody.fromString(HANDLE));
        }
        URI endpoint = server.hydrant.endpoint();
        String here = url.replace("PORT", Integer.toString(endpoint.getPort()));
        assertThat(client.validateTemplate(request -> request.templateURL(here)).description())
                .isEqualTo("a handle");
    }

    @Test
    void aTemplateUrlMayNameAVersion() {
        try (S3Client s3 = server.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(request -> request.bucket("versioned"));
            s3.putBucketVersioning(request ->
                    request.bucket("versioned")
                            .versioningConfiguration(
                                    with -> with.status(BucketVersioningStatus.ENABLED)));
            String old =
                    s3.putObject(
                                    request -> request.bucket("versioned").key("t"),
                                    RequestBody.fromString(HANDLE))
                            .versionId();
            s3.putObject(
                    request -> request.bucket("versioned").key("t"),
                    RequestBody.fromString(HANDLE.replace("a handle", "another")));
            String url = server.hydrant.endpoint() + "/versioned/t";
            assertThat(client.validateTemplate(request -> request.templateURL(url)).description())
                    .isEqualTo("another");
            assertThat(
                            client.validateTemplate(request ->
                                            request.templateURL(url + "?versionId=" + old))
                                    .description())
                    .isEqualTo("a handle");
            StackServer.assertRefused(
                    "Hydrant does not support a TemplateURL with a query other than versionId.",
                    () -> client.validateTemplate(request -> request.templateURL(url + "?x=y")));
        }
    }

    private static void changeSet(String stack, String name, ChangeSetType type, String template) {
        client.createChangeSet(request ->
                request.stackName(stack)
                        .changeSetName(name)
                        .changeSetType(type)
                        .templateBody(template)
                        .tags(Tag.builder().key("k").value("v").build()));
    }
}
