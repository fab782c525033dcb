package io.hydrant.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hydrant.core.meter.Measure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.RequestMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What docs/operations says of metrics, held against the metrics that there are.
class OperationsDocumentsTest {
    private static final Path DOCUMENTS = Path.of("../docs/operations");
    private static final Pattern NAME = Pattern.compile("\\b(hydrant|process|jvm)_[a-z_]+\\b");

    @TempDir Path folder;

    private List<Family> families() {
        StreamFamilies streams = new StreamFamilies(Meters.unread(), Instant.EPOCH);
        List<Family> all = new ArrayList<>(streams.all());
        all.addAll(ProcessFamilies.of(folder, new RequestMeter(), Measure.ofLatency(), 0, "test"));
        all.addAll(
                NodeFamilies.of(
                        new NodeFigures("id", "name", 1, 0, 1, 1, 0, 0, true, true, false, 0)));
        return all;
    }

    private Set<String> shown() {
        return families().stream()
                .map(family ->
                        family instanceof Family.Counter ? family.name() + "_total" : family.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = NAME.matcher(text);
        while (found.find()) {
            names.add(found.group().replaceFirst("_seconds_(bucket|sum|count)$", "_seconds"));
        }
        return names;
    }

    private static String read(String name) throws IOException {
        return Files.readString(DOCUMENTS.resolve(name));
    }

    @Test
    void everyMetricIsExplainedAndNoOther() throws IOException {
        assertThat(named(read("metrics.md"))).isEqualTo(shown());
    }

    @Test
    void theDashboardAndTheAlertsNameMetricsThatThereAre() throws IOException {
        String expressions =
                read("alerts.yml")
                        .lines()
                        .filter(line -> line.strip().startsWith("expr:"))
                        .collect(Collectors.joining("\n"));
        assertThat(shown()).containsAll(named(expressions));
        JsonNode dashboard = JsonMapper.shared().readTree(read("grafana-dashboard.json"));
        assertThat(shown()).containsAll(named(dashboard.get("panels").toString()));
        assertThat(shown()).containsAll(named(dashboard.get("templating").toString()));
    }

    @Test
    void theDashboardShowsAllThatNodesTell() throws IOException {
        List<Family> ofNodes =
                NodeFamilies.of(
                        new NodeFigures("id", "name", 1, 0, 1, 1, 0, 0, true, true, false, 0));
        String panels =
                JsonMapper.shared()
                        .readTree(read("grafana-dashboard.json"))
                        .get("panels")
                        .toString();
        assertThat(ofNodes.stream().map(Family::name).filter(name -> !name.endsWith("_info")))
                .hasSizeGreaterThan(5)
                .allMatch(panels::contains);
    }

    @Test
    void theDashboardLoadsWithoutAnEdit() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(read("grafana-dashboard.json"));
        assertThat(dashboard.get("schemaVersion").intValue()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.has("__inputs")).isFalse();
        assertThat(dashboard.at("/templating/list/0/type").stringValue()).isEqualTo("datasource");
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").intValue())).isTrue();
            assertThat(panel.at("/datasource/uid").stringValue()).isEqualTo("${datasource}");
            assertThat(panel.get("targets").size()).isPositive();
        }
    }

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        assumeThat(isThere()).as("promtool, of Debian's package prometheus").isTrue();
        run(DOCUMENTS, "check", "rules", "alerts.yml");
        run(DOCUMENTS, "test", "rules", "alerts-test.yml");
    }

    private static boolean isThere() {
        for (String folder : String.valueOf(System.getenv("PATH")).split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "promtool"))) {
                return true;
            }
        }
        return false;
    }

    private void run(Path in, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path told = folder.resolve("promtool.txt");
        Process process =
                new ProcessBuilder(command)
                        .directory(in.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(told)).isZero();
    }
}
