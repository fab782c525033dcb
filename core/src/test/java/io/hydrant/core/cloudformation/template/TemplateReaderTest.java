package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a template may look like, and how CloudFormation words what it may not.
class TemplateReaderTest {
    private static final TemplateReader READER =
            new TemplateReader(Set.of("AWS::S3::Bucket", "AWS::IAM::Role"));

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void isRefusedWithAwsWords(String template, String text) {
        assertThat(refusal(template)).isEqualTo(text);
    }

    /// Objects and lists lie in each other, in either language, as deep as in the other.
    @Test
    void whatIsNestedTooDeepIsNotWellFormed() {
        for (int depth : List.of(150, 197)) {
            assertThat(READER.read(json(depth)).resources()).hasSize(1);
            assertThat(READER.read(yaml(depth)).resources()).hasSize(1);
        }
        for (int depth : List.of(198, 500, 5_000, 100_000)) {
            assertThat(refusal(json(depth)))
                    .startsWith("Template format error: JSON not well-formed.");
            assertThat(refusal(yaml(depth)))
                    .startsWith("Template format error: YAML not well-formed.");
        }
        assertThat(READER.read(functions(98)).resources()).hasSize(1);
        assertThat(refusal(functions(99)))
                .startsWith("Template format error: YAML not well-formed.");
    }

    /// In either language: the values of the list, and six more around them.
    @Test
    void aTemplateHasAtMostAHundredThousandValues() {
        String most = "1,".repeat(99_993) + "1";
        String text =
                "Template format error: Number of values, 100001, is greater than maximum allowed, 100000";
        for (String start : List.of("", "# YAML\n")) {
            assertThat(READER.read(start + list(most)).resources()).hasSize(1);
            assertThat(refusal(start + list(most + ",1"))).isEqualTo(text);
        }
    }

    private static String list(String items) {
        return "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\",\"Metadata\":{\"a\":["
                + items
                + "]}}}}";
    }

    private static String json(int depth) {
        return "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\",\"Metadata\":{\"a\":"
                + "[".repeat(depth)
                + "]".repeat(depth)
                + "}}}}";
    }

    private static String yaml(int depth) {
        return "Resources: {B: {Type: 'AWS::S3::Bucket', Metadata: {a: "
                + "[".repeat(depth)
                + "]".repeat(depth)
                + "}}}";
    }

    /// Each takes two levels: the function, and its list.
    private static String functions(int depth) {
        return "Resources: {B: {Type: 'AWS::S3::Bucket', Metadata: {a: "
                + "!Select [0, ".repeat(depth)
                + "[]"
                + "]".repeat(depth)
                + "}}}";
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTextThatBeginsManyPlaceholdersIsReadOnce() {
        String text = "${".repeat(400_000);
        assertThat(READER.read(bucket("Properties: {BucketName: !Sub '" + text + "'}")).resources())
                .hasSize(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("just text", "Template format error: unsupported structure."),
                arguments("", "Template format error: unsupported structure."),
                arguments(
                        "{\"Resources\":{\"A\":}}",
                        "Template format error: JSON not well-formed. (line 1, column 20)"),
                arguments(
                        "{\"this is invalid JSON\"}",
                        "Template format error: JSON not well-formed. (line 1, column 25)"),
                arguments(
                        bucket("Properties: {BucketName: 'a-{{resolve:ssm:/x:1}}-b'}"),
                        "Template error: Hydrant does not resolve the dynamic reference"
                                + " {{resolve:ssm:/x:1}}"),
                arguments(
                        bucket("Properties: {BucketName: !Sub '{{resolve:ssm-secure:p:1}}'}"),
                        "Template error: Hydrant does not resolve the dynamic reference"
                                + " {{resolve:ssm-secure:p:1}}"),
                arguments(
                        bucket("")
                                + "Outputs: {O: {Value: '{{resolve:secretsmanager:s:SecretString}}'}}",
                        "Template error: Hydrant has no secrets manager for the dynamic reference"
                                + " {{resolve:secretsmanager:s:SecretString}}"),
                arguments(
                        "Resources:\n\tA: b",
                        "Template format error: YAML not well-formed. (line 2, column 1)"),
                arguments(
                        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n   Properties: {}\n",
                        "Template format error: YAML not well-formed. (line 4, column 4)"),
                arguments(
                        "Resources: &a {A: 1}\nMetadata: *a",
                        "Template error: YAML aliases are not allowed in CloudFormation templates"),
                arguments(
                        "Description: x",
                        "Template format error: At least one Resources member must be defined."),
                arguments(
                        "Resources: {}",
                        "Template format error: At least one Resources member must be defined."),
                arguments(
                        "Resources: {A: text}",
                        "Template format error: Any Resources member must be an object."),
                arguments(
                        "Resources: {A: {Properties: {}}}",
                        "Template format error: [/Resources/A] Every Resources object must contain a"
                                + " Type member."),
                arguments(bucket("Colour: red"), "Invalid template resource property 'Colour'"),
                arguments(
                        bucket("") + "Resource: {}\n",
                        "Invalid template property or properties [Resource]"),
                arguments(
                        "Resources: {my-id: {Type: 'AWS::S3::Bucket'}}",
                        "Template format error: Resource name my-id is non alphanumeric."),
                arguments(
                        "Resources: {A: {Type: 'AWS::Foo::Bar'}}",
                        "Template format error: Unrecognized resource types: [AWS::Foo::Bar]"),
                arguments(
                        bucket("Properties: {BucketName: }"),
                        "[/Resources/B/Properties/BucketName] 'null' values are not allowed in"
                                + " templates"),
                arguments(
                        bucket("Properties: {BucketName: !Ref Nothing}"),
                        "Template format error: Unresolved resource dependencies [Nothing] in the"
                                + " Resources block of the template"),
                arguments(
                        bucket("Properties: {BucketName: !Sub '${No}-${Way.Arn}'}"),
                        "Template format error: Unresolved resource dependencies [No, Way] in the"
                                + " Resources block of the template"),
                arguments(
                        bucket("DependsOn: [Nothing]"),
                        "Template format error: Unresolved resource dependencies [Nothing] in the"
                                + " Resources block of the template"),
                arguments(
                        bucket("Properties: {BucketName: !GetAtt Nothing.Arn}"),
                        "Template error: instance of Fn::GetAtt references undefined resource"
                                + " Nothing"),
                arguments(
                        bucket("Properties: {BucketName: !GetAtt Nothing}"),
                        "Template error: every Fn::GetAtt object requires two non-empty parameters,"
                                + " the resource name and the resource attribute"),
                arguments(
                        bucket("Properties: {BucketName: !Join [a]}"),
                        "Template error: every Fn::Join object requires two parameters, (1) a"
                                + " string delimiter and (2) a list of strings to be joined or a"
                                + " function that returns a list of strings (such as Fn::GetAZs) to be"
                                + " joined."),
                arguments(
                        bucket("Properties: {BucketName: !Select [1]}"),
                        "Template error: Fn::Select requires a list argument with two elements: an"
                                + " integer index and a list"),
                arguments(
                        bucket("Properties: {BucketName: !Sub [a]}"),
                        "Template error: One or more Fn::Sub intrinsic functions don't specify"
                                + " expected arguments. Specify a string as first argument, and an"
                                + " optional second argument to specify a mapping of values to replace"
                                + " in the string"),
                arguments(
                        bucket("Properties: {BucketName: !If [IsProd, a, b]}"),
                        "Template error: unresolved condition dependency IsProd in Fn::If"),
                arguments(
                        bucket("Condition: IsProd"),
                        "Template format error: Unresolved condition dependency IsProd in the"
                                + " Resources block of the template"),
                arguments(
                        bucket("") + "Conditions: {C: !Equals [a]}\n",
                        "Template error: every Fn::Equals object requires a list of 2 string"
                                + " parameters."),
                arguments(
                        bucket("") + "Conditions: {C: !Equals [!Ref B, a]}\n",
                        "Template format error: Unresolved dependencies [B]. Cannot reference"
                                + " resources in the Conditions block of the template"),
                arguments(
                        bucket("") + "Outputs: {O: {Description: x}}\n",
                        "Template format error: Every Outputs member must contain a Value object"),
                arguments(
                        bucket("") + "Outputs: {O: {Value: !Ref Nothing}}\n",
                        "Unresolved resource dependencies [Nothing] in the Outputs block of the"
                                + " template"),
                arguments(
                        bucket("") + "Parameters: {P: {Default: x}}\n",
                        "Template format error: Every Parameters object must contain a Type"
                                + " member."),
                arguments(
                        bucket("") + "Parameters: {B: {Type: String}}\n",
                        "Template format error: Resource name B is the name of a parameter too."),
                arguments(
                        bucket("") + "Parameters: {P: {Type: Text}}\n",
                        "Template format error: Unrecognized parameter type: Text"),
                arguments(
                        bucket("") + "Parameters: {P: {Type: String, AllowedValues: x}}\n",
                        "Template format error: Every AllowedValues member must be a list."),
                arguments(
                        bucket("") + "Mappings: {M: x}\n",
                        "Template format error: Every Mappings member M must be a map"),
                arguments(
                        bucket("") + "Mappings: {M: {a: {b: {c: d}}}}\n",
                        "Template format error: Every Mappings attribute must be a String or a"
                                + " List."),
                arguments(
                        "Resources:\n"
                                + "  A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref B}}\n"
                                + "  B: {Type: 'AWS::S3::Bucket', DependsOn: A}\n"
                                + "  C: {Type: 'AWS::S3::Bucket', DependsOn: A}\n",
                        "Circular dependency between resources: [A, B]"),
                arguments(
                        bucket("") + "Transform: AWS::Serverless-2016-10-31\n",
                        "Template format error: Hydrant does not support the section Transform."));
    }

    @Test
    void fiveHundredResourcesAreEnough() {
        assertThat(READER.read(buckets(500)).resources()).hasSize(500);
        assertThat(refusal(buckets(501)))
                .isEqualTo(
                        "Template format error: Number of resources, 501, is greater than maximum"
                                + " allowed, 500");
    }

    @Test
    void scalarsKeepTheTextThatWasWritten() {
        Template template =
                READER.read(
                        "AWSTemplateFormatVersion: 2010-09-09\n"
                                + "Metadata:\n"
                                + "  date: 2012-10-17\n"
                                + "  account: 012345678901\n"
                                + "  yes: yes\n"
                                + "  time: 12:30:00\n"
                                + "  grouped: 1_000\n"
                                + "  empty: ''\n"
                                + "  dash: [ -, [ a ] ]\n"
                                + bucket(""));
        assertThat(template.version()).contains("2010-09-09");
        assertThat(template.metadata().orElseThrow().json().toString())
                .isEqualTo(
                        "{\"date\":\"2012-10-17\",\"account\":\"012345678901\",\"yes\":\"yes\","
                                + "\"time\":\"12:30:00\",\"grouped\":\"1_000\",\"empty\":\"\","
                                + "\"dash\":[\"-\",[\"a\"]]}");
    }

    @Test
    void shortTagsAndLongNamesAreTheSame() {
        String shortForm =
                bucket("Properties: {BucketName: !Join ['-', [!Ref AWS::Region, !Sub 'x${!Y}']]}");
        String longForm =
                """
                {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName":
                  {"Fn::Join": ["-", [{"Ref": "AWS::Region"}, {"Fn::Sub": "x${!Y}"}]]}}}}}
                """;
        assertThat(properties(shortForm)).isEqualTo(properties(longForm));
    }

    private static Expression properties(String template) {
        return READER.read(template).resources().firstEntry().getValue().properties();
    }

    private static String bucket(String attribute) {
        return "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"
                + (attribute.isEmpty() ? "" : "    " + attribute + "\n");
    }

    private static String buckets(int count) {
        StringBuilder template = new StringBuilder("Resources:\n");
        for (int i = 0; i < count; i++) {
            template.append("  B").append(i).append(": {Type: 'AWS::S3::Bucket'}\n");
        }
        return template.toString();
    }

    private static String refusal(String template) {
        try {
            throw new AssertionError("Accepted: " + READER.read(template));
        } catch (ServiceException refused) {
            assertThat(refused.code()).isEqualTo("ValidationError");
            return refused.text();
        }
    }
}
