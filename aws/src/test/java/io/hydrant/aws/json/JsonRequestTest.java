package io.hydrant.aws.json;

import static io.hydrant.aws.json.Shape.decimal;
import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestTest {
    private static final Shape.Structure SHAPE =
            structure()
                    .with("Name", text().length(1, 5).matching("[a-z]*"))
                    .with("Count", integer().between(1, 10))
                    .with("Ratio", decimal().between(0, 1))
                    .with("On", truth())
                    .with("Colour", oneOf("RED", "BLUE"))
                    .with("List", listOf(structure().require("AKey", text())).length(1, 3))
                    .with("Map", new Shape.Mapping(text().length(1, 2), text().length(0, 3)))
                    .with("At", new Shape.Timestamp());

    @Test
    void whatTheModelDoesNotKnowIsIgnoredAndNullIsAbsent() {
        assertThat(read("{'Other':{'X':[1]},'Name':null,'Count':3,'List':[{'AKey':'a','B':1}]}"))
                .isEqualTo("{'Count':3,'List':[{'AKey':'a'}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Count':2.9}               | {'Count':2}",
                "{'Ratio':1}                 | {'Ratio':1.0}",
                "{'At':1700000000}           | {'At':1.7E9}",
                "{'Map':{'a':'b'}}           | {'Map':{'a':'b'}}",
                "{'Name':'a','Name':'b'}     | {'Name':'b'}",
            })
    void valuesGetTheirModelsTypes(String body, String read) {
        assertThat(read(body)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Name':true}  | class java.lang.Boolean can not be converted to an String",
                "{'Name':1}     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
                "{'Name':[]}    | Start of list found where not expected",
                "{'Name':{}}    | Start of structure or map found where not expected.",
                "{'Count':true} | class java.lang.Boolean can not be converted to an Integer",
                "{'Count':'x'}  | class java.lang.String can not be converted to an Integer",
                "{'On':1}       | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Boolean",
                "{'On':'x'}     | 'X' can not be converted to an Boolean",
                "{'List':'x'}   | Expected list or null",
                "{'List':true}  | Expected list or null",
                "{'List':{}}    | Start of structure or map found where not expected.",
                "{'List':['x']} | Expected null",
                "{'List':[[]]}  | Start of list found where not expected",
                "{'Map':1}      | Expected null",
                "{'Map':{'a':1}} | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
            })
    void aValueOfAnotherTypeIsRefused(String body, String text) {
        assertThat(refusal(body)).isEqualTo("SerializationException: " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "'x'", "1", "null", "{}x", "{'Name':}", "{'a' 1}"})
    void whatIsNoJsonObjectIsRefusedWithoutText(String body) {
        assertThat(refusal(body)).isEqualTo("SerializationException: ");
    }

    @Test
    void jsonNestedTooDeepIsRefusedToo() {
        assertThat(refusal("{'X':" + "[".repeat(100_000))).isEqualTo("SerializationException: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Name':'abcdef'} | name | Member must have length less than or equal to 5",
                "{'Name':''}       | name | Member must have length greater than or equal to 1",
                "{'Name':'A'}      | name | Member must satisfy regular expression pattern: [a-z]*",
                "{'Count':0}       | count | Member must have value greater than or equal to 1",
                "{'Count':11}      | count | Member must have value less than or equal to 10",
                "{'Count':1e999}   | count | Member must have value less than or equal to 10",
                "{'Ratio':1.5}     | ratio | Member must have value less than or equal to 1",
                "{'Ratio':-0.1}    | ratio | Member must have value greater than or equal to 0",
                "{'Colour':'red'}  | colour | Member must satisfy enum value set: [RED, BLUE]",
                "{'List':[]}       | list | Member must have length greater than or equal to 1",
                "{'List':[{'AKey':'a'},{}]} | list.2.member.aKey | Member must not be null",
                "{'List':[null]}   | list.1.member | Member must not be null",
                "{'Map':{'abc':'a'}} | map | Map keys must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 1]",
                "{'Map':{'a':'abcd'}} | map | Map value must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 0]",
            })
    void aBrokenConstraintIsNamedWithItsPath(String body, String path, String constraint) {
        assertThat(refusal(body))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at '"
                                + path
                                + "' failed to satisfy constraint: "
                                + constraint);
    }

    @Test
    void severalBrokenConstraintsAreOneAnswer() {
        assertThat(refusal("{'Count':0,'Name':'ABCDEF'}"))
                .isEqualTo(
                        "ValidationException: 3 validation errors detected: Value at 'name' failed"
                                + " to satisfy constraint: Member must have length less than or equal"
                                + " to 5; Value at 'name' failed to satisfy constraint: Member must"
                                + " satisfy regular expression pattern: [a-z]*; Value at 'count' failed"
                                + " to satisfy constraint: Member must have value greater than or equal"
                                + " to 1");
    }

    @Test
    void limitsMayBeReached() {
        assertThat(read("{'Name':'abcde','Count':10,'Ratio':0.0,'Colour':'BLUE'}"))
                .isEqualTo("{'Name':'abcde','Count':10,'Ratio':0.0,'Colour':'BLUE'}");
    }

    /// JSON in which `'` stands for `"`, here and in what is expected.
    private static String read(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return JsonRequest.read(bytes, SHAPE).toString().replace('"', '\'');
    }

    private static String refusal(String body) {
        try {
            throw new AssertionError("Accepted: " + read(body));
        } catch (ServiceException refusal) {
            return refusal.code() + ": " + refusal.text();
        }
    }
}
