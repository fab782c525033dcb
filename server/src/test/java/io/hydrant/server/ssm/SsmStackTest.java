package io.hydrant.server.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/// Parameters that templates ask for.
class SsmStackTest {
    private static final String TEMPLATE =
            """
            Resources:
              Version:
                Type: AWS::SSM::Parameter
                Properties:
                  Name: /made/NAME
                  Type: String
                  Value: "VALUE"
                  Description: of the toolkit
                  AllowedPattern: ^\\d+$
                  DataType: text
                  Tier: Standard
                  Tags: {team: TEAM}
              Unnamed:
                Type: AWS::SSM::Parameter
                Properties: {Type: StringList, Value: !Sub "${Version.Value},x"}
            Outputs:
              Version: {Value: !Sub "${Version} ${Version.Type} ${Version.Value}"}
              Unnamed: {Value: !Ref Unnamed}
            """;

    @TempDir static Path data;
    private static RunningAccount account;
    private static SsmClient ssm;

    @BeforeAll
    static void start() throws IOException {
        account = new RunningAccount(data);
        ssm = account.client(SsmClient.builder(), account.root());
    }

    @AfterAll
    static void stop() {
        ssm.close();
        account.close();
    }

    private static String template(String name, String value, String team) {
        return TEMPLATE.replace("NAME", name).replace("VALUE", value).replace("TEAM", team);
    }

    private static Stack updated(String stack, String template) {
        account.cloudFormation.updateStack(u -> u.stackName(stack).templateBody(template));
        return account.settled(stack);
    }

    private static String output(Stack stack, String key) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    private static String value(String name) {
        return ssm.getParameter(get -> get.name(name)).parameter().value();
    }

    @Test
    void aTemplatesParametersAreMadeChangedReplacedAndDeleted() {
        Stack stack = account.stack("made", template("one", "21", "films"));
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(output(stack, "Version")).isEqualTo("/made/one String 21");
        String unnamed = output(stack, "Unnamed");
        assertThat(unnamed).matches("CFN-Unnamed-[A-Za-z0-9]{12}");
        assertThat(value(unnamed)).isEqualTo("21,x");

        Stack updated = updated("made", template("one", "22", "books"));
        assertThat(updated.stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(output(updated, "Version")).isEqualTo("/made/one String 22");
        assertThat(value(unnamed)).isEqualTo("22,x");
        assertThat(ssm.getParameterHistory(get -> get.name("/made/one")).parameters())
                .extracting(ParameterHistory::value)
                .containsExactly("21", "22");
        assertThat(
                        ssm.listTagsForResource(l ->
                                        l.resourceType(ResourceTypeForTagging.PARAMETER)
                                                .resourceId("/made/one"))
                                .tagList())
                .contains(Tag.builder().key("team").value("books").build());

        assertThat(updated("made", template("two", "22", "books")).stackStatusAsString())
                .isEqualTo("UPDATE_COMPLETE");
        assertThat(value("/made/two")).isEqualTo("22");
        assertThatThrownBy(() -> value("/made/one")).isInstanceOf(ParameterNotFoundException.class);
        assertThat(updated("made", template("two", "no number", "books")).stackStatusAsString())
                .isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(value("/made/two")).isEqualTo("22");

        account.cloudFormation.deleteStack(delete -> delete.stackName("made"));
        account.cloudFormation.waiter().waitUntilStackDeleteComplete(w -> w.stackName("made"));
        assertThatThrownBy(() -> value("/made/two")).isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void whatCannotBeAppliedIsRefusedByItsName() {
        assertThat(failure("policies", "Type: String, Value: x, Policies: '[]'"))
                .contains("#/Policies: Hydrant does not support this property");
        assertThat(failure("secure", "Type: SecureString, Value: x")).contains("#/Type");
        assertThat(failure("image", "Type: String, Value: x, DataType: 'aws:ec2:image'"))
                .contains("Hydrant does not support the data type aws:ec2:image");
        ssm.putParameter(p -> p.name("/there").value("x").type("String"));
        assertThat(failure("there", "Name: /there, Type: String, Value: y"))
                .contains("already exists", "HandlerErrorCode: AlreadyExists");
        assertThat(value("/there")).isEqualTo("x");
    }

    private static String failure(String stack, String properties) {
        account.stack(
                stack,
                "Resources: {R: {Type: 'AWS::SSM::Parameter', Properties: {" + properties + "}}}");
        return account
                .cloudFormation
                .describeStackEvents(describe -> describe.stackName(stack))
                .stackEvents()
                .stream()
                .filter(event -> event.resourceStatusAsString().equals("CREATE_FAILED"))
                .map(StackEvent::resourceStatusReason)
                .findFirst()
                .orElseThrow();
    }
}
