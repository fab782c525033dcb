package io.hydrant.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A short load against the real server: that it measures something, not how much.
class LoadDriverTest {
    private static final Map<String, Long> OBJECTS =
            Map.of("PutRecordBatch, delivered at 1 MB", 2L);

    @TempDir Path folder;

    @Test
    void measuresAServerOfItsOwn() {
        List<JsonNode> lines =
                run(
                        "--scenario",
                        "delivered,acknowledged,singles",
                        "--warm-up",
                        "0",
                        "--records",
                        "20000",
                        "--hints",
                        "1",
                        "--singles",
                        "1000",
                        "--data",
                        folder.toString(),
                        "--json");
        assertThat(lines).hasSize(4);
        for (JsonNode line : lines) {
            String name = line.path("name").stringValue();
            assertThat(line.path("recordsPerSecond").doubleValue()).as(name).isPositive();
            assertThat(line.path("p50Millis").doubleValue())
                    .as(name)
                    .isPositive()
                    .isLessThanOrEqualTo(line.path("p99Millis").doubleValue());
            assertThat(line.path("cpuAcknowledged").doubleValue()).as(name).isPositive();
            assertThat(line.path("diskBytesPerByte").doubleValue()).as(name).isGreaterThan(0.9);
            if (OBJECTS.containsKey(name)) {
                assertThat(line.path("objects").longValue()).isEqualTo(OBJECTS.get(name));
            }
        }
    }

    private static List<JsonNode> run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(new LoadDriver()).execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return output.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }
}
