package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaProcessor.Input;
import io.hydrant.core.transform.lambda.LambdaProcessor.Outcome;
import io.hydrant.core.transform.lambda.LambdaSetting;
import io.hydrant.core.transform.lambda.RecordId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The functions of the examples do what their README says, in both languages.
@Timeout(120)
class ExampleTransformTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "transform");
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:films";

    @ParameterizedTest
    @ValueSource(strings = {"films.py", "films.mjs"})
    void filmsAreChangedDroppedAndFailed(String file) throws Exception {
        assumeTrue(
                file.endsWith(".py") || new Interpreters(System.getenv()).find("node").isPresent(),
                "Node.js is not on this machine");
        try (FunctionsHere here = new FunctionsHere(EXAMPLES).with("films=" + file + ":handler")) {
            List<Outcome> outcomes =
                    process(
                            here,
                            "{\"MovieID\": 7, \"YearOfRelease\": 1931, \"Title\": \"City Lights\"}\n",
                            "{\"MovieID\": 2, \"YearOfRelease\": 1922, \"Title\": \"Nosferatu\"}\n",
                            "{\"MovieID\": 120, \"YearOfRelease\": 0, \"Title\": \"The Other Side of the Wind\"}\n",
                            "not a film",
                            "{\"MovieID\": 119, \"YearOfRelease\": 2019, \"Title\": \"기생충 (Parasite)\"}\n");
            assertFilm(outcomes.get(0), "CITY LIGHTS", "1930s");
            assertThat(outcomes.get(1)).isInstanceOf(Outcome.Dropped.class);
            assertFailed(outcomes.get(2));
            assertFailed(outcomes.get(3));
            assertFilm(outcomes.get(4), "기생충 (PARASITE)", "2010s");
        }
    }

    private static List<Outcome> process(FunctionsHere here, String... records) throws Exception {
        return new LambdaProcessor(
                        here.all(),
                        LambdaSetting.of(Map.of("LambdaArn", FUNCTION)),
                        "role",
                        "arn:aws:firehose:eu-west-1:123456789012:deliverystream/films",
                        InstantSource.system(),
                        new Random(),
                        pause -> {})
                .process(
                        IntStream.range(0, records.length)
                                .mapToObj(i ->
                                        new Input(
                                                RecordId.of(i, 0),
                                                Instant.EPOCH,
                                                records[i].getBytes(UTF_8)))
                                .toList());
    }

    private static void assertFilm(Outcome outcome, String title, String decade) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Ok.class,
                        ok -> {
                            assertThat(ok.data()).asString(UTF_8).endsWith("}\n");
                            JsonNode film = new JsonMapper().readTree(ok.data());
                            assertThat(film.get("Title").asString()).isEqualTo(title);
                            assertThat(film.get("Decade").asString()).isEqualTo(decade);
                        });
    }

    private static void assertFailed(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.errorCode())
                                        .isEqualTo("Lambda.ProcessingFailedStatus"));
    }
}
