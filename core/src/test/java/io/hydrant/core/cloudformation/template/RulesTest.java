package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.aws.ServiceException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the Rules section makes of parameters.
class RulesTest {
    private static final TemplateReader READER = new TemplateReader(Set.of("AWS::S3::Bucket"));

    /// As every stack of the CDK's default synthesizer has it.
    private static final String BOOTSTRAP =
            """
            {"Parameters": {"BootstrapVersion": {"Type": "String"}},
             "Rules": {"CheckBootstrapVersion": {"Assertions": [{
               "Assert": {"Fn::Not": [{"Fn::Contains": [
                 ["1", "2", "3", "4", "5"], {"Ref": "BootstrapVersion"}]}]},
               "AssertDescription": "CDK bootstrap stack version 6 required."}]}},
             "Resources": {"B": {"Type": "AWS::S3::Bucket"}}}
            """;

    @Test
    void theRuleOfTheCdkLetsNewVersionsPassAndSaysWhyOldOnesDoNot() {
        assertThatCode(() -> check(BOOTSTRAP, Map.of("BootstrapVersion", "31")))
                .doesNotThrowAnyException();
        assertThat(refusal(BOOTSTRAP, Map.of("BootstrapVersion", "5")))
                .isEqualTo(
                        "Template validation error: Rule CheckBootstrapVersion is not met: CDK"
                                + " bootstrap stack version 6 required.");
    }

    @Test
    void aRuleCountsOnlyWhereItsConditionHolds() {
        String template =
                """
                Parameters: {Stage: {Type: String}, Size: {Type: String, Default: small}}
                Rules:
                  Large:
                    RuleCondition: !Equals [!Ref Stage, production]
                    Assertions:
                      - Assert: !And [!Equals [!Ref 'AWS::Region', us-east-1], !Contains [[large, huge], !Ref Size]]
                Resources: {B: {Type: 'AWS::S3::Bucket'}}
                """;
        assertThatCode(() -> check(template, Map.of("Stage", "test"))).doesNotThrowAnyException();
        assertThatCode(() -> check(template, Map.of("Stage", "production", "Size", "huge")))
                .doesNotThrowAnyException();
        assertThat(refusal(template, Map.of("Stage", "production")))
                .isEqualTo("Template validation error: Rule Large is not met.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!EachMemberIn [!Ref Zones, [a, b, c]] | a,b | true",
                "!EachMemberIn [!Ref Zones, [a, b, c]] | a,d | false",
                "!EachMemberEquals [!Ref Zones, a] | a,a | true",
                "!EachMemberEquals [!Ref Zones, a] | a,b | false",
                "!EachMemberEquals [!RefAll String, x] | a | true",
                "!Contains [!RefAll CommaDelimitedList, b] | a,b | true",
                "!Contains [!RefAll CommaDelimitedList, c] | a,b | false",
                "!Or [!Contains [!Ref Zones, z], !Equals [!Ref One, x]] | a | true",
            })
    void functionsOfRulesCompareListsAndTexts(String assertion, String zones, boolean holds) {
        String template =
                """
                Parameters:
                  Zones: {Type: CommaDelimitedList}
                  One: {Type: String, Default: x}
                  Two: {Type: String, Default: x}
                Rules: {R: {Assertions: [{Assert: %s}]}}
                Resources: {B: {Type: 'AWS::S3::Bucket'}}
                """
                        .formatted(assertion);
        Map<String, String> given = Map.of("Zones", zones);
        if (holds) {
            assertThatCode(() -> check(template, given)).doesNotThrowAnyException();
        } else {
            assertThat(refusal(template, given)).contains("Rule R is not met");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | Template format error: Every Rules member must be an object.",
                "{R: text} | Template format error: Rule R must be an object.",
                "{R: {}} | Template format error: Rule R must have a list of Assertions.",
                "{R: {Assertions: [], Colour: red}} | Template format error: Invalid member Colour of rule R.",
                "{R: {Assertions: [{}]}} | Template format error: Every assertion of rule R must have an Assert.",
                "{R: {Assertions: [{Assert: {Condition: C}}]}} | Template format error: Rule R can only be made of the"
                        + " functions Fn::And, Fn::Or, Fn::Not, Fn::Equals, Fn::Contains, Fn::EachMemberEquals and"
                        + " Fn::EachMemberIn",
                "{R: {Assertions: [{Assert: !Contains [a]}]}} | Template error: every Fn::Contains object requires a"
                        + " list of 2 parameters.",
                "{R: {Assertions: [{Assert: !Equals [!Ref B, x]}]}} | Template format error: Unresolved dependencies"
                        + " [B]. Cannot reference resources in the Rules block of the template",
                "{R: {Assertions: [{Assert: !Equals [!ValueOf [P, x], y]}]}} | Template error: Hydrant does not support"
                        + " the function Fn::ValueOf here",
            })
    void whatIsNoRuleIsRefused(String rules, String words) {
        String template =
                "Rules: " + rules + "\nResources: {B: {Type: 'AWS::S3::Bucket'}}\nConditions: {}\n";
        assertThat(refusal(template, Map.of())).isEqualTo(words);
    }

    private static String refusal(String template, Map<String, String> given) {
        ServiceException refusal =
                catchThrowableOfType(ServiceException.class, () -> check(template, given));
        assertThat(refusal).as("refused").isNotNull();
        return refusal.text();
    }

    private static void check(String body, Map<String, String> given) {
        Template template = READER.read(body);
        TemplateInstance.of(
                        template,
                        ParameterValues.of(template.parameters().values(), given, Map.of()),
                        Map.of("AWS::Region", Value.Text.of("us-east-1")),
                        name -> Optional.empty())
                .checkRules();
    }
}
