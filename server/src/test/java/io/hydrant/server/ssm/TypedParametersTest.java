package io.hydrant.server.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Parameters of templates whose values are in the parameter store.
class TypedParametersTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Version: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /typed/version}
              Pinned: {Type: 'AWS::SSM::Parameter::Value<String>', Default: '/typed/version:1'}
              Zones: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /typed/list}
              Names: {Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: /typed/list}
              Name: {Type: 'AWS::SSM::Parameter::Name', Default: /typed/version}
              Hidden: {Type: 'AWS::SSM::Parameter::Value<String>', NoEcho: true, Default: /typed/version}
            Resources:
              Copy:
                Type: AWS::SSM::Parameter
                Properties: {Name: /typed/copy, Type: String, Value: !Ref Version}
            Outputs:
              Version: {Value: !Sub "${Version} ${Pinned} ${Name}"}
              Zones: {Value: !Join ['|', !Ref Zones]}
              Names: {Value: !Select [2, !Ref Names]}
            """;

    @TempDir static Path data;
    private static RunningAccount account;
    private static SsmClient ssm;

    @BeforeAll
    static void start() throws IOException {
        account = new RunningAccount(data);
        ssm = account.client(SsmClient.builder(), account.root());
        put("/typed/version", "21", ParameterType.STRING);
        put("/typed/list", "a,b, c ,d", ParameterType.STRING_LIST);
        put("/typed/secret", "s3cr3t", ParameterType.SECURE_STRING);
    }

    @AfterAll
    static void stop() {
        ssm.close();
        account.close();
    }

    private static void put(String name, String value, ParameterType type) {
        ssm.putParameter(p -> p.name(name).value(value).type(type).overwrite(true));
    }

    private static String value(String name) {
        return ssm.getParameter(get -> get.name(name)).parameter().value();
    }

    private static String output(Stack stack, String key) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    private static Parameter shown(List<Parameter> parameters, String key) {
        return parameters.stream()
                .filter(parameter -> parameter.parameterKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void valuesAreReadWheneverAStackIsAskedFor() {
        Stack made = account.stack("typed", TEMPLATE);
        assertThat(made.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(output(made, "Version")).isEqualTo("21 21 /typed/version");
        assertThat(output(made, "Zones")).isEqualTo("a|b|c|d");
        assertThat(output(made, "Names")).isEqualTo("c");
        assertThat(shown(made.parameters(), "Version").parameterValue())
                .isEqualTo("/typed/version");
        assertThat(shown(made.parameters(), "Version").resolvedValue()).isEqualTo("21");
        assertThat(shown(made.parameters(), "Zones").resolvedValue()).isEqualTo("a,b,c,d");
        assertThat(shown(made.parameters(), "Name").resolvedValue()).isNull();
        assertThat(shown(made.parameters(), "Hidden").resolvedValue()).isEqualTo("****");

        put("/typed/version", "22", ParameterType.STRING);
        account.cloudFormation.createChangeSet(c ->
                c.stackName("typed")
                        .changeSetName("next")
                        .usePreviousTemplate(true)
                        .parameters(
                                Parameter.builder()
                                        .parameterKey("Version")
                                        .usePreviousValue(true)
                                        .build()));
        DescribeChangeSetResponse next =
                Wait.upTo(Duration.ofSeconds(20))
                        .until(
                                "the change set is made",
                                () ->
                                        account.cloudFormation.describeChangeSet(
                                                d -> d.stackName("typed").changeSetName("next")),
                                set -> set.statusAsString().equals("CREATE_COMPLETE"));
        assertThat(shown(next.parameters(), "Version").resolvedValue()).isEqualTo("22");
        assertThat(next.changes().getFirst().resourceChange().logicalResourceId())
                .isEqualTo("Copy");
        assertThat(value("/typed/copy")).isEqualTo("21");

        account.cloudFormation.updateStack(u -> u.stackName("typed").usePreviousTemplate(true));
        Stack updated = account.settled("typed");
        assertThat(updated.stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(output(updated, "Version")).isEqualTo("22 21 /typed/version");
        assertThat(value("/typed/copy")).isEqualTo("22");
        assertThatThrownBy(() ->
                        account.cloudFormation.updateStack(
                                u -> u.stackName("typed").usePreviousTemplate(true)))
                .hasMessageContaining("No updates are to be performed.");
    }

    /// As the CDK's default synthesizer has it in every template.
    @Test
    void rulesAreAboutTheValuesThatWereRead() {
        put("/typed/bootstrap", "5", ParameterType.STRING);
        String template =
                """
                Parameters:
                  BootstrapVersion:
                    Type: AWS::SSM::Parameter::Value<String>
                    Default: /typed/bootstrap
                Rules:
                  CheckBootstrapVersion:
                    Assertions:
                      - Assert:
                          Fn::Not:
                            - Fn::Contains: [["1", "2", "3", "4", "5"], !Ref BootstrapVersion]
                        AssertDescription: CDK bootstrap stack version 6 required.
                Resources: {H: {Type: AWS::CloudFormation::WaitConditionHandle}}
                """;
        assertThatThrownBy(() -> account.stack("cdk", template))
                .hasMessageContaining("CDK bootstrap stack version 6 required.");
        put("/typed/bootstrap", "30", ParameterType.STRING);
        assertThat(account.stack("cdk", template).stackStatusAsString())
                .isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void whatCannotBeReadIsRefusedInAwssWords() {
        refused(
                "Value<String>",
                "/typed/none",
                "Unable to fetch parameters [/typed/none] from parameter store for this account.");
        refused(
                "Value<String>",
                "/typed/version:99",
                "Unable to fetch parameters [/typed/version:99] from parameter store for this"
                        + " account.");
        refused(
                "Value<String>",
                "/typed/secret",
                "Parameters [/typed/secret] referenced by template have types not supported by"
                        + " CloudFormation.");
        refused(
                "Value<String>",
                "/typed/list",
                "Types for SSM parameters [/typed/list] defined in CFN template and SSM are"
                        + " incompatible");
        refused(
                "Value<CommaDelimitedList>",
                "/typed/version",
                "Types for SSM parameters [/typed/version] defined in CFN template and SSM are"
                        + " incompatible");
        refused(
                "Name",
                "/typed/none",
                "Parameter validation failed: parameter value /typed/none for parameter name P"
                        + " does not exist.");
        refused(
                "Value<AWS::EC2::Image::Id>",
                "/typed/version",
                "Template format error: Hydrant does not support parameters of type"
                        + " AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>");
        refused("Value<String>", "", "Parameter P should either have input value or default value");
    }

    private static void refused(String type, String name, String text) {
        assertThatThrownBy(() -> create(account.cloudFormation, type, name))
                .isInstanceOfSatisfying(
                        CloudFormationException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("ValidationError");
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                        });
    }

    private static void create(CloudFormationClient client, String type, String name) {
        String template =
                "Parameters: {P: {Type: 'AWS::SSM::Parameter::%s'}}\nResources: {H: {Type:"
                        + " 'AWS::CloudFormation::WaitConditionHandle'}}";
        client.createStack(c ->
                c.stackName("refused")
                        .templateBody(template.formatted(type))
                        .parameters(
                                Parameter.builder()
                                        .parameterKey("P")
                                        .parameterValue(name)
                                        .build()));
    }

    @Test
    void valuesAreReadWithTheCallersPermissions() {
        AwsCredentials ana = account.user("ana");
        account.iam.putUserPolicy(p ->
                p.userName("ana")
                        .policyName("stacks")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                 "Action": "cloudformation:*", "Resource": "*"}}\
                                """));
        try (CloudFormationClient client = account.client(CloudFormationClient.builder(), ana)) {
            assertThatThrownBy(() -> create(client, "Value<String>", "/typed/version"))
                    .hasMessageContaining(
                            "is not authorized to perform: ssm:GetParameters on resource:"
                                    + " arn:aws:ssm:us-east-1:000000000000:parameter/typed/version");
        }
    }
}
