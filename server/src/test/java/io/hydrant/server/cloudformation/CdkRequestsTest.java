package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// What the AWS CDK asks of CloudFormation that other clients do not.
class CdkRequestsTest {
    private static final String BUCKET = "Resources: {B: {Type: 'AWS::S3::Bucket'}}";

    private static final String RULED =
            """
            Parameters: {Version: {Type: String, Default: '5'}}
            Rules:
              Recent:
                Assertions:
                  - Assert: !Not [!Contains [['4', '5'], !Ref Version]]
                    AssertDescription: Versión 6 required.
            Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
            """;

    private static final String REPOSITORY =
            """
            Resources:
              Images:
                Type: AWS::ECR::Repository
                Properties:
                  RepositoryName: %s
                  ImageTagMutability: IMMUTABLE
                  RepositoryPolicyText: {Version: '2012-10-17', Statement: []}
            Outputs:
              Arn: {Value: !GetAtt Images.Arn}
              Uri: {Value: !GetAtt Images.RepositoryUri}
              Name: {Value: !Ref Images}
            """;

    @TempDir static Path data;
    private static StackServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new StackServer(data);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void changeSetsMayAskForNestedStacksAndImportsWhereThereIsNothingOfEither() {
        server.client.createChangeSet(request ->
                request.stackName("asked")
                        .changeSetName("c")
                        .changeSetType(ChangeSetType.CREATE)
                        .includeNestedStacks(true)
                        .importExistingResources(true)
                        .templateBody(BUCKET));
        DescribeChangeSetResponse changeSet = server.changeSet("asked", "c");
        assertThat(changeSet.includeNestedStacks()).isTrue();
        assertThat(changeSet.importExistingResources()).isTrue();
        assertThat(changeSet.changes()).hasSize(1);
        server.client.executeChangeSet(request -> request.stackName("asked").changeSetName("c"));
        assertThat(server.settled("asked").stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void rulesAreAskedBeforeAnythingIsMade() {
        String words = "Template validation error: Rule Recent is not met: Versión 6 required.";
        StackServer.assertRefused(words, () -> server.create("ruled", RULED));
        StackServer.assertRefused(
                words,
                () ->
                        server.client.createChangeSet(request ->
                                request.stackName("ruled")
                                        .changeSetName("c")
                                        .changeSetType(ChangeSetType.CREATE)
                                        .templateBody(RULED)));
        assertThat(server.create("ruled", RULED, "Version=6").stackStatusAsString())
                .isEqualTo("CREATE_COMPLETE");
        StackServer.assertRefused(words, () -> server.update("ruled", RULED, "Version=4"));
    }

    @Test
    void aContainerRepositoryHasANameAndAddresses() {
        Stack stack = server.create("images", REPOSITORY.formatted("films/app"));
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(stack.outputs())
                .extracting(output -> output.outputKey() + " " + output.outputValue())
                .containsExactlyInAnyOrder(
                        "Arn arn:aws:ecr:us-east-1:000000000000:repository/films/app",
                        "Uri 000000000000.dkr.ecr.us-east-1.amazonaws.com/films/app",
                        "Name films/app");
        assertThat(server.create("wrong", REPOSITORY.formatted("Films")).stackStatusAsString())
                .isEqualTo("ROLLBACK_COMPLETE");
    }
}
