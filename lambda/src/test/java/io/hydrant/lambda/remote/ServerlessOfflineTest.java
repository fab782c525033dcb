package io.hydrant.lambda.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaProcessor.Input;
import io.hydrant.core.transform.lambda.LambdaProcessor.Outcome;
import io.hydrant.core.transform.lambda.LambdaSetting;
import io.hydrant.core.transform.lambda.RecordId;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The processor with a Lambda that nobody here wrote: serverless-offline, which
/// `lambda/serverless-offline/run` starts. Left out of the build, which needs no network.
@EnabledIfSystemProperty(
        named = "hydrant.lambda.endpoint",
        matches = ".+",
        disabledReason = "lambda/serverless-offline/run starts the Lambda that this needs")
class ServerlessOfflineTest {
    private final LambdaEndpoint lambda =
            LambdaEndpoint.at(
                    URI.create(System.getProperty("hydrant.lambda.endpoint", "")),
                    InstantSource.system());

    @AfterEach
    void close() {
        lambda.close();
    }

    @Test
    void nodeTransformsDropsAndFails() throws IOException {
        List<Outcome> outcomes = process("node", "Amélie", "drop", "fail");
        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Ok.class,
                        ok -> {
                            assertThat(ok.data()).asString(UTF_8).isEqualTo("AMÉLIE");
                            assertThat(ok.partitionKeys()).isEqualTo(Map.of("first", "A"));
                        });
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Dropped.class);
        assertFailed(outcomes.get(2), "Lambda.ProcessingFailedStatus", 1);
    }

    @Test
    void pythonTransforms() throws IOException {
        Outcome outcome = process("python", "Nosferatu").getFirst();
        assertThat(((Outcome.Ok) outcome).data()).asString(UTF_8).isEqualTo("NOSFERATU");
    }

    @Test
    void oneThatThrowsIsAskedAgain() throws IOException {
        assertThat(process("node", "a", "boom"))
                .allSatisfy(outcome -> assertFailed(outcome, "Lambda.FunctionError", 3));
    }

    @Test
    void oneThatIsNotThereIsNotFound() throws IOException {
        assertFailed(process("nobody", "a").getFirst(), "Lambda.ResourceNotFound", 3);
    }

    @Test
    void answersAreJudged() throws IOException {
        assertFailed(process("answers", "{}").getFirst(), "Lambda.MissingRecordId", 1);
        assertFailed(process("answers", "[1]").getFirst(), "Lambda.MissingRecordId", 1);
        String id = RecordId.of(0, 0);
        assertFailed(
                process(
                                "answers",
                                "{\"records\":[{\"recordId\":\"" + id + "\",\"result\":\"ok\"}]}")
                        .getFirst(),
                "Lambda.InvalidReturnFormat",
                1);
    }

    @Test
    void aMegabyteGoesThereAndBack() throws IOException {
        String[] films =
                IntStream.range(0, 4_000)
                        .mapToObj(i -> "film " + i + " " + "x".repeat(200))
                        .toArray(String[]::new);
        List<Outcome> outcomes = process("node", films);
        assertThat(outcomes).hasSize(films.length);
        for (int i = 0; i < films.length; i++) {
            assertThat(((Outcome.Ok) outcomes.get(i)).data())
                    .asString(UTF_8)
                    .isEqualTo(films[i].toUpperCase(Locale.ROOT));
        }
    }

    private List<Outcome> process(String function, String... records) throws IOException {
        LambdaSetting setting =
                LambdaSetting.of(
                        Map.of(
                                "LambdaArn",
                                "arn:aws:lambda:us-east-1:000000000000:function:" + function,
                                "NumberOfRetries",
                                "2"));
        return new LambdaProcessor(
                        lambda,
                        setting,
                        "arn:aws:iam::000000000000:role/films",
                        "arn:aws:firehose:us-east-1:000000000000:deliverystream/films",
                        InstantSource.system(),
                        new Random(),
                        length -> {})
                .process(
                        IntStream.range(0, records.length)
                                .mapToObj(i ->
                                        new Input(
                                                RecordId.of(i, 0),
                                                Instant.now(),
                                                records[i].getBytes(UTF_8)))
                                .toList());
    }

    private static void assertFailed(Outcome outcome, String code, int attempts) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.errorCode()).isEqualTo(code);
                            assertThat(failed.attemptsMade()).isEqualTo(attempts);
                        });
    }
}
