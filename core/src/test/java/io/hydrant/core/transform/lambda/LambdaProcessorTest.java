package io.hydrant.core.transform.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.transform.lambda.LambdaProcessor.Input;
import io.hydrant.core.transform.lambda.LambdaProcessor.Outcome;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is asked of a function, and what becomes of records by its answer.
class LambdaProcessorTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STREAM =
            "arn:aws:firehose:eu-west-1:123456789012:deliverystream/films";
    private static final String ROLE = "arn:aws:iam::123456789012:role/delivery";
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:films";
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant ARRIVAL = Instant.ofEpochMilli(1_495_072_949_453L);

    private final List<Functions.Call> calls = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void theEventIsTheOneOfFirehose() throws IOException {
        process(this::echo, inputs("Hello", "é\0"));

        JsonNode event = event(0);
        assertThat(event.propertyNames())
                .containsExactly("invocationId", "deliveryStreamArn", "region", "records");
        assertThat(event.get("invocationId").asString())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(event.get("deliveryStreamArn").asString()).isEqualTo(STREAM);
        assertThat(event.get("region").asString()).isEqualTo("eu-west-1");
        JsonNode first = event.get("records").get(0);
        assertThat(first.propertyNames())
                .containsExactly("recordId", "approximateArrivalTimestamp", "data");
        assertThat(first.get("recordId").asString()).matches("\\d{56}");
        assertThat(first.get("approximateArrivalTimestamp").asLong()).isEqualTo(1_495_072_949_453L);
        assertThat(first.get("data").asString()).isEqualTo("SGVsbG8=");
        assertThat(event.get("records")).hasSize(2);
        assertThat(calls.getFirst().functionArn()).isEqualTo(FUNCTION);
        assertThat(calls.getFirst().roleArn()).isEqualTo(ROLE);
    }

    @Test
    void theRoleOfTheProcessorGoesBeforeThatOfTheDestination() throws IOException {
        String own = "arn:aws:iam::123456789012:role/own";
        processor(this::echo, LambdaSetting.of(Map.of("LambdaArn", FUNCTION, "RoleArn", own)))
                .process(inputs("a"));
        assertThat(calls.getFirst().roleArn()).isEqualTo(own);
    }

    @Test
    void okDroppedAndProcessingFailedAreWhatTheySay() throws IOException {
        List<Outcome> outcomes =
                process(
                        call ->
                                records(
                                        call,
                                        "{'recordId':'$0','result':'Ok','data':'QQ=='}",
                                        "{'recordId':'$1','result':'Dropped','data':'QQ=='}",
                                        "{'recordId':'$2','result':'ProcessingFailed'}"),
                        inputs("a", "b", "c"));
        assertThat(((Outcome.Ok) outcomes.get(0)).data()).asString().isEqualTo("A");
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Dropped());
        assertThat(outcomes.get(2))
                .isEqualTo(
                        new Outcome.Failed(
                                "Lambda.ProcessingFailedStatus",
                                "ProcessingFailed status set for record",
                                1,
                                NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'records':[]}|Lambda.MissingRecordId",
                "{}|Lambda.MissingRecordId",
                "{'records':null}|Lambda.MissingRecordId",
                "{'records':{'0':1}}|Lambda.MissingRecordId",
                "null|Lambda.MissingRecordId",
                "[1,[2]]|Lambda.MissingRecordId",
                "{'records':[1,null,[{}],{'recordId':7,'result':'Ok'}]}|Lambda.MissingRecordId",
                "{'records':[{'recordId':'$0','result':'Ok'}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'Ok','data':null}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'Ok','data':'%%%'}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'Ok','data':'é'}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'Ok','data':{'a':[1]}}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'ok','data':'QQ=='}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','data':'QQ=='}]}|Lambda.InvalidReturnFormat",
                "{'records':[{'recordId':'$0','result':'Dropped'},{'result':'Dropped','recordId':'$0'}]}"
                        + "|Lambda.DuplicatedRecordId",
                "{'records':[{'recordId':'$0','result':'Dropped'}]|Lambda.JsonProcessingException",
                "{'records':[{'recordId':'$0','result':'Dropped'}]} {}|Lambda.JsonProcessingException",
                "''|Lambda.MissingRecordId",
                "hello|Lambda.JsonProcessingException",
                "NaN|Lambda.JsonProcessingException",
            })
    void whatAnAnswerLacksIsTheRecordsFailureAndIsNotAskedAgain(String answer, String code)
            throws IOException {
        Outcome outcome = process(call -> filled(call, answer), inputs("a")).getFirst();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.errorCode()).isEqualTo(code);
                            assertThat(failed.errorMessage()).isNotBlank();
                            assertThat(failed.attemptsMade()).isEqualTo(1);
                        });
        assertThat(calls).hasSize(1);
    }

    @Test
    void theTextsAreThoseOfAws() throws IOException {
        assertThat(messageOf("{'records':[]}"))
                .isEqualTo(
                        "One or more record Ids were not returned. Ensure that the Lambda function"
                                + " returns all received record Ids.");
        assertThat(
                        messageOf(
                                "{'records':[{'recordId':'$0','result':'Dropped'},{'recordId':'$0','result':'Dropped'}]}"))
                .isEqualTo(
                        "Multiple records were returned with the same record Id. Ensure that the"
                                + " Lambda function returns a unique record Id for each record.");
        assertThat(messageOf("{'records':[{'recordId':'$0','result':'Ok'}]}"))
                .isEqualTo(
                        "The data field cannot be null when the SourceType is DirectPut or"
                                + " KinesisStreamAsSource and processing result is Ok. The value field"
                                + " cannot be null when the SourceType is MSKAsSource and processing"
                                + " result is Ok.");
    }

    @Test
    void oneRecordsFailureIsNoneOfTheOthers() throws IOException {
        List<Outcome> outcomes =
                process(
                        call ->
                                records(
                                        call,
                                        "{'recordId':'stranger','result':'Ok','data':'QQ=='}",
                                        "{'recordId':'$2','result':'Ok','data':''}",
                                        "{'recordId':'$0','result':'Ok','data':'%'}"),
                        inputs("a", "b", "c"));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Ok) outcomes.get(2)).data()).isEmpty();
    }

    @Test
    void base64MayHaveLinesAndLackItsPadding() throws IOException {
        List<Outcome> outcomes =
                process(
                        call ->
                                records(
                                        call,
                                        "{'recordId':'$0','result':'Ok','data':'SGVs\\nbG8=\\n'}",
                                        "{'recordId':'$1','result':'Ok','data':'SGVsbG8'}"),
                        inputs("a", "b"));
        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(((Outcome.Ok) outcome).data()).asString().isEqualTo("Hello"));
    }

    @Test
    void partitionKeysAreTexts() throws IOException {
        Outcome outcome =
                process(
                                call ->
                                        records(
                                                call,
                                                "{'metadata':{'x':[{}],'partitionKeys':{'a':'ü','n':1.50,'b':true,'no':null,'o':{'p':1},'l':[1],"
                                                        + "'e':''}},'recordId':'$0','result':'Ok','data':'QQ=='}"),
                                inputs("a"))
                        .getFirst();
        assertThat(((Outcome.Ok) outcome).partitionKeys())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("a", "ü", "n", "1.50", "b", "true", "e", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "'x'", "null", "{'partitionKeys':[1]}", "{'partitionKeys':null}"})
    void metadataWithoutKeysHasNone(String metadata) throws IOException {
        Outcome outcome =
                process(
                                call ->
                                        records(
                                                call,
                                                "{'recordId':'$0','result':'Ok','data':'QQ==','metadata':"
                                                        + metadata
                                                        + "}"),
                                inputs("a"))
                        .getFirst();
        assertThat(((Outcome.Ok) outcome).partitionKeys()).isEmpty();
    }

    @Test
    void aFunctionThatFailsIsAskedAgainAndThenAllItsRecordsFail() throws IOException {
        List<Outcome> outcomes =
                process(
                        call -> {
                            throw calls.size() < 4
                                    ? LambdaError.INVOKE_LIMIT_EXCEEDED.exception()
                                    : LambdaError.FUNCTION_ERROR.exception();
                        },
                        inputs("a", "b"));
        assertThat(calls).hasSize(4);
        assertThat(calls)
                .extracting(call -> new String(call.payload(), UTF_8))
                .containsOnly(new String(calls.getFirst().payload(), UTF_8));
        assertThat(outcomes)
                .containsOnly(
                        new Outcome.Failed(
                                "Lambda.FunctionError",
                                "The Lambda function was successfully invoked but it returned an"
                                        + " error result.",
                                4,
                                NOW))
                .hasSize(2);
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void aFunctionThatRecoversIsAsIfItHadNotFailed() throws IOException {
        Outcome outcome =
                process(
                                call -> {
                                    if (calls.size() < 3) {
                                        throw LambdaError.CONNECTION_FAILED.exception();
                                    }
                                    return echo(call);
                                },
                                inputs("a"))
                        .getFirst();
        assertThat(outcome).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void aFunctionIsAskedOnceAndThreeHundredTimesMoreAtMost() throws IOException {
        Map<String, String> parameters = Map.of("LambdaArn", FUNCTION, "NumberOfRetries", "300");
        Outcome outcome =
                processor(call -> fail(), LambdaSetting.of(parameters))
                        .process(inputs("a"))
                        .getFirst();
        assertThat(((Outcome.Failed) outcome).attemptsMade()).isEqualTo(301);
        assertThat(pauses)
                .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(30)));
        Outcome never =
                processor(
                                call -> fail(),
                                LambdaSetting.of(
                                        Map.of("LambdaArn", FUNCTION, "NumberOfRetries", "0")))
                        .process(inputs("a"))
                        .getFirst();
        assertThat(((Outcome.Failed) never).attemptsMade()).isEqualTo(1);
    }

    @Test
    void anAnswerOfMoreThanSixMegabytesIsAFailureOfTheFunction() throws IOException {
        byte[] answer = new byte[Functions.PAYLOAD_MAX + 1];
        Arrays.fill(answer, (byte) ' ');
        Outcome outcome = process(call -> answer, inputs("a")).getFirst();
        assertThat(((Outcome.Failed) outcome).errorCode()).isEqualTo("Lambda.FunctionError");
        assertThat(((Outcome.Failed) outcome).attemptsMade()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2"})
    void aRequestHasSixMegabytesAtMost(int more, int requests) throws IOException {
        int empty = LambdaEvent.emptyLength(STREAM);
        long frame = LambdaEvent.lengthOf(input(0, new byte[0]));
        long base64 = Functions.PAYLOAD_MAX - (empty + 2 * frame - 1);
        int spare = (int) (base64 % 4);
        // What base64 cannot fill to the byte, the name of the stream does.
        String stream = STREAM + "x".repeat(spare + more);
        int half = (int) (base64 / 8) * 3;
        int rest = (int) (base64 / 4) * 3 - half;
        LambdaProcessor processor =
                new LambdaProcessor(
                        this::recorded,
                        new LambdaSetting(FUNCTION, Optional.empty(), 0, 1 << 30, Duration.ZERO),
                        ROLE,
                        stream,
                        () -> NOW,
                        new Random(1),
                        pauses::add);
        processor.process(List.of(input(0, new byte[half]), input(1, new byte[rest])));
        assertThat(calls).hasSize(requests);
        assertThat(calls.getFirst().payload().length).isLessThanOrEqualTo(Functions.PAYLOAD_MAX);
        if (more == 0) {
            assertThat(calls.getFirst().payload()).hasSize(Functions.PAYLOAD_MAX);
        }
    }

    @Test
    void aRecordThatFitsIntoNoRequestFailsAloneWithoutBeingAskedAbout() throws IOException {
        List<Outcome> outcomes =
                process(
                        this::echo,
                        List.of(
                                input(0, "a".getBytes(UTF_8)),
                                input(1, new byte[5_000_000]),
                                input(2, "b".getBytes(UTF_8))));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Ok.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.errorCode()).isEqualTo("Lambda.RequestTooLarge");
                            assertThat(failed.attemptsMade()).isZero();
                        });
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Ok.class);
        assertThat(calls).hasSize(2);
    }

    @Test
    void aRequestHasNoMoreRecordsThanTheSizeHintSays() throws IOException {
        List<Input> inputs =
                IntStream.range(0, 10).mapToObj(i -> input(i, new byte[300_000])).toList();
        process(this::echo, inputs);
        assertThat(calls).hasSize(4);
        assertThat(event(0).get("records")).hasSize(3);
    }

    @Test
    void theServersStopDecidesNothing() {
        assertThatThrownBy(() ->
                        process(
                                call -> {
                                    throw new InterruptedException();
                                },
                                inputs("a")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        LambdaProcessor inPause =
                new LambdaProcessor(
                        call -> fail(),
                        LambdaSetting.of(Map.of("LambdaArn", FUNCTION)),
                        ROLE,
                        STREAM,
                        () -> NOW,
                        new Random(1),
                        length -> {
                            throw new InterruptedException();
                        });
        assertThatThrownBy(() -> inPause.process(inputs("a")))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anyBytesGoThereAndBackInOrder() throws IOException {
        Random random = Seed.of(LambdaProcessorTest.class).random();
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            byte[] data = new byte[random.nextInt(i % 100 == 0 ? 100_000 : 300)];
            random.nextBytes(data);
            inputs.add(input(i, data));
        }
        List<Outcome> outcomes = process(this::echo, inputs);
        assertThat(outcomes).hasSameSizeAs(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(((Outcome.Ok) outcomes.get(i)).data()).isEqualTo(inputs.get(i).data());
        }
        assertThat(calls).hasSizeGreaterThan(1);
    }

    @Test
    void idsAreOfFiftySixDigitsAndGrow() {
        assertThat(RecordId.of(0, 0)).matches("\\d{56}");
        assertThat(RecordId.of(Long.MAX_VALUE, Integer.MAX_VALUE)).matches("\\d{56}");
        assertThat(List.of(RecordId.of(9, 9), RecordId.of(9, 10), RecordId.of(10, 0))).isSorted();
    }

    @Test
    void settingsHaveAwsDefaults() {
        assertThat(LambdaSetting.of(Map.of("LambdaArn", FUNCTION)))
                .isEqualTo(
                        new LambdaSetting(
                                FUNCTION, Optional.empty(), 3, 1_048_576, Duration.ofSeconds(60)));
        assertThat(
                        LambdaSetting.of(
                                Map.of(
                                        "LambdaArn", FUNCTION,
                                        "BufferSizeInMBs", "0.2",
                                        "BufferIntervalInSeconds", "0",
                                        "NumberOfRetries", "7")))
                .isEqualTo(
                        new LambdaSetting(FUNCTION, Optional.empty(), 7, 209_715, Duration.ZERO));
    }

    private String messageOf(String answer) throws IOException {
        Outcome outcome = process(call -> filled(call, answer), inputs("a")).getFirst();
        return ((Outcome.Failed) outcome).errorMessage();
    }

    private static byte[] fail() throws Functions.NotInvokedException {
        throw LambdaError.FUNCTION_ERROR.exception();
    }

    private byte[] recorded(Functions.Call call) {
        calls.add(call);
        return "{}".getBytes(UTF_8);
    }

    private List<Outcome> process(Functions functions, List<Input> inputs) throws IOException {
        return processor(functions, LambdaSetting.of(Map.of("LambdaArn", FUNCTION)))
                .process(inputs);
    }

    private LambdaProcessor processor(Functions functions, LambdaSetting setting) {
        return new LambdaProcessor(
                call -> {
                    calls.add(call);
                    return functions.invoke(call);
                },
                setting,
                ROLE,
                STREAM,
                () -> NOW,
                new Random(1),
                pauses::add);
    }

    private static List<Input> inputs(String... data) {
        return IntStream.range(0, data.length)
                .mapToObj(i -> input(i, data[i].getBytes(UTF_8)))
                .toList();
    }

    private static Input input(int position, byte[] data) {
        return new Input(RecordId.of(position, 0), ARRIVAL, data);
    }

    private JsonNode event(int call) {
        return JSON.readTree(calls.get(call).payload());
    }

    private byte[] echo(Functions.Call call) {
        return JSON.readTree(call.payload())
                .get("records")
                .valueStream()
                .map(record ->
                        "{\"result\":\"Ok\",\"data\":%s,\"recordId\":%s}"
                                .formatted(record.get("data"), record.get("recordId")))
                .collect(Collectors.joining(",", "{\"records\":[", "]}"))
                .getBytes(UTF_8);
    }

    private static byte[] records(Functions.Call call, String... records) {
        return filled(call, "{'records':[" + String.join(",", records) + "]}");
    }

    /// With `"` for `'` and the ids of the event for `$0`, `$1` …
    private static byte[] filled(Functions.Call call, String answer) {
        String text = answer.replace('\'', '"');
        int index = 0;
        for (JsonNode record : JSON.readTree(call.payload()).get("records")) {
            text = text.replace("$" + index++, record.get("recordId").asString());
        }
        return text.getBytes(UTF_8);
    }
}
