package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;

/// What NoEcho parameters hold is shown as `****`, whichever operation shows it and whatever
/// functions it went through. As in AWS, outputs and metadata show what they are given.
class NoEchoTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Secret: {Type: String, Default: openSesame, NoEcho: true}
              Secrets: {Type: CommaDelimitedList, Default: 'knock,knack', NoEcho: true}
              Plain: {Type: String, Default: plain}
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties:
                  Tags:
                    - {Key: ref, Value: !Ref Secret}
                    - {Key: sub, Value: !Sub '<${Secret}>'}
                    - {Key: join, Value: !Join ['+', [!Ref Secret, !Ref Plain]]}
                    - {Key: base64, Value: {'Fn::Base64': !Ref Secret}}
                    - {Key: select, Value: !Select [1, !Ref Secrets]}
                    - {Key: list, Value: !Join ['-', !Ref Secrets]}
                    - {Key: plain, Value: !Ref Plain}
            """;

    private static final String SPLIT =
            """
            Parameters:
              Secret: {Type: String, Default: 'open/Sesame', NoEcho: true}
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
                Properties:
                  Tags: [{Key: split, Value: !Select [1, !Split ['/', !Ref Secret]]}]
            """;

    private static final String NAMED =
            """
            Parameters:
              Secret: {Type: String, NoEcho: true}
            Resources:
              Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Secret}}
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
    void aDefaultIsNotShown() {
        server.create("defaults", TEMPLATE);
        assertThat(
                        server.client
                                .getTemplateSummary(request -> request.templateBody(TEMPLATE))
                                .parameters())
                .extracting(ParameterDeclaration::defaultValue)
                .containsExactly("****", "****", "plain");
        assertThat(
                        server.client
                                .getTemplateSummary(request -> request.stackName("defaults"))
                                .parameters())
                .extracting(ParameterDeclaration::defaultValue)
                .containsExactly("****", "****", "plain");
        assertThat(
                        server.client
                                .validateTemplate(request -> request.templateBody(TEMPLATE))
                                .parameters())
                .extracting(TemplateParameter::defaultValue)
                .containsExactly("****", "****", "plain");
        assertThat(server.settled("defaults").parameters())
                .extracting(parameter -> parameter.parameterValue())
                .containsExactly("****", "****", "plain");
    }

    @Test
    void eventsShowPropertiesWithoutThem() {
        Stack stack = server.create("events", TEMPLATE);
        server.update("events", TEMPLATE, "Secret=closeSesame", "Plain=plain2");
        server.client.deleteStack(request -> request.stackName("events"));
        assertThat(properties(stack.stackId()))
                .isNotEmpty()
                .allSatisfy(NoEchoTest::tellsNothing)
                .anySatisfy(shown ->
                        assertThat(shown)
                                .contains("\"sub\",\"Value\":\"<****>\"")
                                .contains("\"join\",\"Value\":\"****+plain2\"")
                                .contains("\"base64\",\"Value\":\"KioqKg==\"")
                                .contains("\"list\",\"Value\":\"****-****\"")
                                .contains("\"plain\",\"Value\":\"plain2\""));
    }

    @Test
    void whatCannotBeToldWithoutThemIsNotToldAtAll() {
        Stack stack = server.create("split", SPLIT);
        assertThat(properties(stack.stackId()))
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(shown).isEqualTo("{\"Tags\":\"****\"}"));
    }

    @Test
    void changeSetsShowNeitherOldNorNewOnes() {
        server.create("changes", TEMPLATE);
        server.client.createChangeSet(request ->
                request.stackName("changes")
                        .changeSetName("c")
                        .changeSetType(ChangeSetType.UPDATE)
                        .templateBody(TEMPLATE)
                        .parameters(StackServer.parameters("Secret=closeSesame")));
        assertThat(server.changeSet("changes", "c"))
                .satisfies(changeSet -> {
                    assertThat(changeSet.changes()).hasSize(1);
                    tellsNothing(changeSet.toString());
                });
        server.client.createChangeSet(request ->
                request.stackName("fresh")
                        .changeSetName("c")
                        .changeSetType(ChangeSetType.CREATE)
                        .templateBody(TEMPLATE));
        tellsNothing(server.changeSet("fresh", "c").toString());
    }

    @Test
    void reasonsOfFailuresDoNotTellThem() {
        server.create("owner", NAMED, "Secret=opensesame");
        Stack stack = server.create("loser", NAMED, "Secret=opensesame");
        assertThat(stack.stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(
                        server.client
                                .describeStackEvents(request -> request.stackName("loser"))
                                .stackEvents())
                .extracting(event -> String.valueOf(event.resourceStatusReason()))
                .anySatisfy(reason -> assertThat(reason).contains("**** already exists"))
                .allSatisfy(reason -> assertThat(reason).doesNotContain("opensesame"));
        assertThat(
                        server.client
                                .describeStackResources(request -> request.stackName("loser"))
                                .stackResources())
                .allSatisfy(resource ->
                        assertThat(String.valueOf(resource.resourceStatusReason()))
                                .doesNotContain("opensesame"));
    }

    @Test
    void refusalsDoNotTellThem() {
        String template =
                """
                Parameters: {Secret: {Type: String, Default: openSesame, NoEcho: true}}
                Mappings: {Map: {a: {b: c}}}
                Resources: {Wait: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
                Outputs: {Found: {Value: !FindInMap [Map, !Ref Secret, b]}}
                """;
        StackServer.assertRefused(
                "Template error: Unable to get mapping for Map::****::b",
                () ->
                        server.client.createStack(
                                request -> request.stackName("map").templateBody(template)));
    }

    /// What the events of the bucket show.
    private static List<String> properties(String stack) {
        return server
                .client
                .describeStackEventsPaginator(request -> request.stackName(stack))
                .stackEvents()
                .stream()
                .filter(event -> event.resourceType().equals("AWS::S3::Bucket"))
                .map(StackEvent::resourceProperties)
                .toList();
    }

    private static void tellsNothing(String shown) {
        assertThat(shown)
                .contains("****")
                .doesNotContain("Sesame")
                .doesNotContain("knock")
                .doesNotContain("knack")
                .doesNotContain("b3BlblNlc2FtZQ");
    }
}
