package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What functions come to, in a template that has everything they can refer to.
class FunctionsTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Name: {Type: String, Default: films}
              Many: {Type: CommaDelimitedList, Default: 'a, b ,c'}
              Empty: {Type: String, Default: ''}
              Count: {Type: Number, Default: '2'}
            Mappings:
              Sizes:
                us-east-1: {small: '1', list: [x, y]}
            Conditions:
              IsFilms: !Equals [!Ref Name, films]
              IsNot: !Not [Condition: IsFilms]
              Both: !And [Condition: IsFilms, Condition: IsNot]
              Either: !Or [Condition: IsFilms, Condition: IsNot]
            Resources:
              B:
                Type: AWS::S3::Bucket
              R:
                Type: AWS::S3::Bucket
                Properties:
                  Value: %s
            """;

    private static final Scope.ResourceValues BUCKET =
            new Scope.ResourceValues() {
                @Override
                public Optional<Value> physicalId(String logicalId) {
                    return Optional.of(Value.Text.of("bucket-1"));
                }

                @Override
                public Optional<Value> attribute(String logicalId, String name) {
                    return name.equals("Arn")
                            ? Optional.of(Value.Text.of("arn:aws:s3:::bucket-1"))
                            : Optional.empty();
                }
            };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Ref Name                                           | \"films\"",
                "!Ref Many                                           | [\"a\",\"b\",\"c\"]",
                "!Ref AWS::AccountId                                 | \"000000000000\"",
                "!Ref AWS::Partition                                 | \"aws\"",
                "!Ref B                                              | \"bucket-1\"",
                "!GetAtt B.Arn                                       | \"arn:aws:s3:::bucket-1\"",
                "!Join ['', [a, !Ref Name, 1]]                       | \"afilms1\"",
                "!Join [-, !Ref Many]                                | \"a-b-c\"",
                "!Join ['-', [a, !Ref AWS::NoValue, b]]              | \"a-b\"",
                "!Sub '${Name}/${B}/${B.Arn}/${AWS::Region}'         | \"films/bucket-1/arn:aws:s3:::bucket-1/us-east-1\"",
                "!Sub 'year=!{timestamp:yyyy}/$x/${!Kept}'           | \"year=!{timestamp:yyyy}/$x/${Kept}\"",
                "!Sub ['${Own}-${Name}', {Own: !Ref B, Name: other}] | \"bucket-1-other\"",
                "!Split ['-', a--b]                                  | [\"a\",\"\",\"b\"]",
                "!Select [1, !Ref Many]                              | \"b\"",
                "!Select [!Ref Count, [x, y, z]]                     | \"z\"",
                "!FindInMap [Sizes, !Ref AWS::Region, small]         | \"1\"",
                "!FindInMap [Sizes, us-east-1, list]                 | [\"x\",\"y\"]",
                "!If [IsFilms, yes, !Select [9, [x]]]                | \"yes\"",
                "!If [Both, yes, no]                                 | \"no\"",
                "!If [Either, yes, no]                               | \"yes\"",
                "!GetAZs ''                                          | [\"us-east-1a\",\"us-east-1b\",\"us-east-1c\"]",
                "!Cidr [10.0.0.0/16, 2, 8]                           | [\"10.0.0.0/24\",\"10.0.1.0/24\"]",
                "!ImportValue shared                                 | \"exported\"",
            })
    void comesTo(String expression, String expected) {
        assertThat(resolved(expression)).isEqualTo(expected);
    }

    @Test
    void base64IsOfUtf8() {
        assertThat(resolved("{'Fn::Base64': Amélie}")).isEqualTo("\"QW3DqWxpZQ==\"");
    }

    /// Each of these few lines asks for more than a machine has.
    @ParameterizedTest
    @ValueSource(strings = {"sub", "split", "refs", "base64"})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatFunctionsMakeIsBounded(String kind) {
        String expression = "0123456789abcdef";
        int levels = kind.equals("split") ? 40 : 60;
        for (int i = 0; i < levels && !kind.equals("refs"); i++) {
            expression =
                    switch (kind) {
                        case "sub" -> "{'Fn::Sub': ['${V}${V}', {V: " + expression + "}]}";
                        case "split" ->
                                "{'Fn::Join': ['0101', {'Fn::Split': ['0', " + expression + "]}]}";
                        default -> "{'Fn::Base64': " + expression + "}";
                    };
        }
        if (kind.equals("refs")) {
            String text = "x".repeat(4096);
            expression = "{'Fn::FindInMap': [M, a, b]}, ".repeat(10_000);
            String template =
                    "Mappings: {M: {a: {b: "
                            + text
                            + "}}}\nResources: {R: {Type: 'AWS::S3::Bucket', Metadata: {a: ["
                            + expression
                            + "]}}}\n";
            assertThatThrownBy(() -> instanceOf(template).resolving(BUCKET).resource("R"))
                    .hasMessageContaining("longer than 4000000 characters together");
            return;
        }
        String nested = expression;
        assertThatThrownBy(() -> resolved(nested))
                .hasMessageContaining("longer than 4000000 characters together");
    }

    @Test
    void aDynamicReferenceThatFunctionsMakeIsRefusedToo() {
        assertThatThrownBy(() -> resolved("!Join ['', ['{{res', 'olve:ssm:/x:1}}']]"))
                .hasMessageContaining(
                        "Hydrant does not resolve the dynamic reference" + " {{resolve:ssm:/x:1}}");
    }

    @Test
    void noValueLeavesThePropertyOut() {
        assertThat(resolved("{a: !If [IsNot, x, !Ref AWS::NoValue], b: y}"))
                .isEqualTo("{\"b\":\"y\"}");
    }

    @Test
    void whatIsNotKnownMakesUnknown() {
        TemplateInstance instance = instance("!Sub 'x-${B}'");
        ResolvedResource resolved = instance.resolving(Scope.ResourceValues.UNKNOWN).resource("R");
        assertThat(resolved.properties().toString()).contains(Value.KNOWN_AFTER_APPLY);
        assertThat(resolved.properties().path("Value").stringValue())
                .isEqualTo(Value.KNOWN_AFTER_APPLY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "!Select [3, !Ref Many]       | Template error: Fn::Select cannot select nonexistent value at index 3",
                "!FindInMap [Sizes, eu, small] | Template error: Unable to get mapping for Sizes::eu::small",
                "!FindInMap [No, eu, small]   | Template error: Mapping named 'No' is not present in the 'Mappings' section of template.",
                "!ImportValue nothing         | No export named nothing found.",
                "!Sub '${Many}'               | Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
            })
    void failsWith(String expression, String text) {
        try {
            throw new AssertionError("Came to " + resolved(expression));
        } catch (ServiceException refused) {
            assertThat(refused.text()).isEqualTo(text);
        }
    }

    private static String resolved(String expression) {
        return instance(expression)
                .resolving(BUCKET)
                .resource("R")
                .properties()
                .path("Value")
                .toString();
    }

    private static TemplateInstance instance(String expression) {
        return instanceOf(TEMPLATE.formatted(expression));
    }

    private static TemplateInstance instanceOf(String text) {
        Template template = new TemplateReader(Set.of("AWS::S3::Bucket")).read(text);
        return TemplateInstance.of(
                template,
                ParameterValues.of(template.parameters().values(), new LinkedHashMap<>(), Map.of()),
                PseudoParameters.of("000000000000", "us-east-1", "arn:stack", "S", List.of()),
                name ->
                        Optional.ofNullable(Map.of("shared", "exported").get(name))
                                .map(Value.Text::of));
    }
}
