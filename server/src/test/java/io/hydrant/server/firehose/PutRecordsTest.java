package io.hydrant.server.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutRecordsTest {
    @TempDir Path directory;
    private FirehoseFixture firehose;

    @BeforeEach
    void open() throws IOException {
        firehose = new FirehoseFixture(directory);
        firehose.createStream("orders");
    }

    @AfterEach
    void close() throws IOException {
        firehose.close();
    }

    @Test
    void aRecordIsDecodedAndItsIdAnswered() throws IOException {
        String answer =
                firehose.call(
                        "PutRecord",
                        "{'Record':{'Data':'aGVsbG8='},'DeliveryStreamName':'orders'}");

        assertThat(answer)
                .isEqualTo(
                        "{\"Encrypted\":false,\"RecordId\":\"%s\"}"
                                .formatted(firehose.issued.getFirst()));
        assertThat(firehose.issued.getFirst()).hasSize(224);
        assertThat(taken()).containsExactly("hello");
    }

    @Test
    void aBatchIsOnePutAndAnsweredInOrder() throws IOException {
        String answer =
                firehose.call(
                        "PutRecordBatch",
                        "{'DeliveryStreamName':'orders','Records':[{'Data':'YQ=='},{'Data':''},{'Data':'YWJj'}]}");

        assertThat(answer)
                .isEqualTo(
                        "{\"Encrypted\":false,\"FailedPutCount\":0,\"RequestResponses\":["
                                + firehose.issued.stream()
                                        .map("{\"RecordId\":\"%s\"}"::formatted)
                                        .collect(Collectors.joining(","))
                                + "]}");
        assertThat(firehose.issued).hasSize(3).doesNotHaveDuplicates();
        assertThat(firehose.taken).hasSize(1);
        assertThat(taken()).containsExactly("a", "", "abc");
    }

    @Test
    void base64ThatJsonEscapesIsUnderstood() throws IOException {
        firehose.call(
                "PutRecord",
                "{'DeliveryStreamName':'orders','Record':{'Data':'Pz8\\/\\u0050w=='}}");

        assertThat(firehose.taken.getFirst().getFirst())
                .isEqualTo(Base64.getDecoder().decode("Pz8/Pw=="));
    }

    @Test
    void unknownMembersAndSpaceAreIgnored() throws IOException {
        firehose.call(
                "PutRecordBatch",
                " { 'X' : {'Records':[1]} , 'DeliveryStreamName' : 'orders' , 'Records' : [ { 'Y' : [1] ,"
                        + " 'Data' : 'YQ==' , 'Z' : null } ] } ");

        assertThat(taken()).containsExactly("a");
    }

    @Test
    void dataOfEveryByteComesThroughAsItWas() throws IOException {
        byte[] data = new byte[256 * 3 + 2];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 7);
        }
        put(data);

        assertThat(firehose.taken.getFirst().getFirst()).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'DeliveryStreamName':true,'Record':{'Data':''}} | class java.lang.Boolean can not be converted to an String",
                "{'DeliveryStreamName':'a','Record':1}            | Expected null",
                "{'DeliveryStreamName':'a','Record':[]}           | Start of list found where not expected",
                "{'DeliveryStreamName':'a','Record':{'Data':1}}   | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob",
                "{'DeliveryStreamName':'a','Record':{'Data':{}}}  | Start of structure or map found where not expected.",
                "{'DeliveryStreamName':'a','Record':{'Data':'YWI'}}  | 'YWI' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
                "{'DeliveryStreamName':'a','Record':{'Data':'YW-j'}} | 'YW-j' can not be converted to a Blob: Invalid Base64 character: '-'",
                "{'DeliveryStreamName':'a','Record':{'Data':'Y==='}} | 'Y===' can not be converted to a Blob: Invalid Base64 character: '='",
                "{'DeliveryStreamName':'a','Record':{'Data':'YR=='}} | 'YR==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected",
                "{'DeliveryStreamName':'a','Record':{'Data':'YWF='}} | 'YWF=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected",
                "{'DeliveryStreamName':'a','Record':{'Data':'YQ==YQ=='}} | 'YQ==YQ==' can not be converted to a Blob: Invalid Base64 character: '='",
                "{'DeliveryStreamName':'a','Record':{'Data':'añá='}} | 'añá=' can not be converted to a Blob: Invalid Base64 character: 'ñ'",
                "{'DeliveryStreamName':'a','Record':{'Data':'YW\\u0049'}} | 'YWI' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3",
            })
    void aValueOfTheWrongTypeIsASerializationException(String body, String text) {
        assertThat(firehose.refusal("PutRecord", body))
                .isEqualTo("SerializationException: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{",
                "[]",
                "1",
                "{'a':}",
                "{} {}",
                "{'Record':{'Data':'YQ=='}",
                "{'Record':{'Data':'YQ",
                "{'Record':{'Data':'Y\u0001=='}}"
            })
    void aBodyThatIsNoObjectHasNoText(String body) {
        assertThat(firehose.refusal("PutRecord", body)).isEqualTo("SerializationException: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "PutRecord      | {} | 2 validation errors detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must not be null; Value at 'record' failed to satisfy constraint: Member must not be null",
                "PutRecord      | {'DeliveryStreamName':'a','Record':{'Data':null}} | 1 validation error detected: Value at 'record.data' failed to satisfy constraint: Member must not be null",
                "PutRecord      | {'DeliveryStreamName':'a b','Record':{'Data':''}} | 1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
                "PutRecordBatch | {'DeliveryStreamName':'a','Records':null} | 1 validation error detected: Value at 'records' failed to satisfy constraint: Member must not be null",
                "PutRecordBatch | {'DeliveryStreamName':'a','Records':[]} | 1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
                "PutRecordBatch | {'DeliveryStreamName':'a','Records':[{'Data':''},{},null]} | 2 validation errors detected: Value at 'records.2.member.data' failed to satisfy constraint: Member must not be null; Value at 'records.3.member' failed to satisfy constraint: Member must not be null",
            })
    void brokenConstraintsAreAllNamed(String operation, String body, String text) {
        assertThat(firehose.refusal(operation, body)).isEqualTo("ValidationException: " + text);
    }

    @Test
    void aRecordMayHave1024000BytesAndNotOneMore() throws IOException {
        put(new byte[1_024_000]);

        assertThat(firehose.taken.getFirst().getFirst()).hasSize(1_024_000);
        assertThat(firehose.refusal("PutRecord", one(new byte[1_024_001])))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at 'record.data'"
                                + " failed to satisfy constraint: Member must have length less than"
                                + " or equal to 1024000");
    }

    @Test
    void aBatchMayHave500RecordsAndNotOneMore() throws IOException {
        firehose.call("PutRecordBatch", batch(Collections.nCopies(500, new byte[1])));

        assertThat(firehose.taken.getFirst()).hasSize(500);
        assertThat(
                        firehose.refusal(
                                "PutRecordBatch",
                                batch(Collections.nCopies(501, new byte[10_000]))))
                .as("the count comes before the total size")
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at 'records'"
                                + " failed to satisfy constraint: Member must have length less than"
                                + " or equal to 500");
    }

    @Test
    void aBatchMayHave4MiBAndNotOneByteMore() throws IOException {
        byte[] mebibyteOfFour = new byte[1_000_000];
        byte[] rest = new byte[4 * 1024 * 1024 - 4_000_000];
        List<byte[]> most =
                List.of(mebibyteOfFour, mebibyteOfFour, mebibyteOfFour, mebibyteOfFour, rest);
        firehose.call("PutRecordBatch", batch(most));

        byte[] oneMore = Arrays.copyOf(rest, rest.length + 1);
        List<byte[]> tooMuch =
                List.of(mebibyteOfFour, mebibyteOfFour, mebibyteOfFour, mebibyteOfFour, oneMore);
        assertThat(firehose.refusal("PutRecordBatch", batch(tooMuch)))
                .isEqualTo("InvalidArgumentException: Records size exceeds 4 MB limit");
        assertThat(firehose.taken).as("nothing of it is stored").hasSize(1);
    }

    @Test
    void atMostTenViolationsAreReported() {
        String refusal =
                firehose.refusal(
                        "PutRecordBatch",
                        "{'Records':["
                                + IntStream.range(0, 600)
                                        .mapToObj(i -> "{}")
                                        .collect(Collectors.joining(","))
                                + "]}");

        assertThat(refusal)
                .startsWith(
                        "ValidationException: 10 validation errors detected: Value at"
                                + " 'deliveryStreamName' failed to satisfy constraint: Member must"
                                + " not be null; Value at 'records' failed to satisfy constraint:"
                                + " Member must have length less than or equal to 500; Value at"
                                + " 'records.1.member.data'")
                .contains("'records.8.member.data'")
                .doesNotContain("'records.9.member.data'");
    }

    @Test
    void anUnknownStreamIsNotFound() {
        assertThat(
                        firehose.refusal(
                                "PutRecord",
                                "{'DeliveryStreamName':'nobody','Record':{'Data':''}}"))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose nobody under account 000000000000 not"
                                + " found.");
    }

    @Test
    void whoMayNotPutIsToldSoAndNothingIsStored() {
        firehose.decideBy(request -> new Decision.DeniedByDefault("identity-based policy"));

        assertThat(
                        firehose.refusal(
                                "PutRecordBatch",
                                "{'DeliveryStreamName':'orders','Records':[{'Data':''}]}"))
                .isEqualTo(
                        "AccessDeniedException: User: arn:aws:iam::000000000000:user/ana is not"
                                + " authorized to perform: firehose:PutRecordBatch on resource:"
                                + " arn:aws:firehose:us-east-1:000000000000:deliverystream/orders"
                                + " because no identity-based policy allows the"
                                + " firehose:PutRecordBatch action");
        assertThat(firehose.taken).isEmpty();
    }

    private void put(byte[] data) throws IOException {
        firehose.call("PutRecord", one(data));
    }

    private static String one(byte[] data) {
        return "{'DeliveryStreamName':'orders','Record':{'Data':'"
                + Base64.getEncoder().encodeToString(data)
                + "'}}";
    }

    private static String batch(List<byte[]> records) {
        return records.stream()
                .map(data -> "{'Data':'" + Base64.getEncoder().encodeToString(data) + "'}")
                .collect(
                        Collectors.joining(
                                ",", "{'DeliveryStreamName':'orders','Records':[", "]}"));
    }

    private List<String> taken() {
        return firehose.taken.getFirst().stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
