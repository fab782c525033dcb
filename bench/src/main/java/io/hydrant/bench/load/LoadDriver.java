package io.hydrant.bench.load;

import io.hydrant.bench.load.Course.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `bench/run`. `bench/run`: measures a Firehose-compatible server.
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                """
                Measures a Firehose-compatible server: records a second, latencies, and what they cost the server.

                Without --endpoint it starts `hydrant serve` on a data directory of its own. Requests are encoded and
                signed before the clock runs; one thread sends them. Nothing else should run on the machine meanwhile.

                With --against it measures two versions in turn, so that a shared machine's moods meet both.
                """)
final class LoadDriver implements Callable<Integer> {
    @Option(
            names = "--scenario",
            split = ",",
            description = "What is measured: ${COMPLETION-CANDIDATES}. Default: all but processed.")
    private List<Scenario> scenarios =
            List.of(Scenario.start, Scenario.delivered, Scenario.acknowledged, Scenario.singles);

    @Option(names = "--records", description = "Records of a load of batches. Default: 12,000,000.")
    private long records = 12_000_000;

    @Option(
            names = "--warm-up",
            description =
                    "Records that are sent and delivered before anything is measured, so that the server has compiled what it runs often. Default: ${DEFAULT-VALUE}.")
    private long warmUp = 6_000_000;

    @Option(names = "--batch", description = "Records of a batch. Default: ${DEFAULT-VALUE}.")
    private int batch = 500;

    @Option(names = "--record-bytes", description = "Bytes of a record. Default: ${DEFAULT-VALUE}.")
    private int recordBytes = 100;

    @Option(
            names = "--connections",
            description = "Connections that send batches. Default: ${DEFAULT-VALUE}.")
    private int connections = 16;

    @Option(
            names = "--rate",
            description =
                    "Records a second that batches bring; 0 is as many as are acknowledged. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--singles",
            description = "PutRecord requests of a load. Default: ${DEFAULT-VALUE}.")
    private long singles = 200_000;

    @Option(
            names = "--hints",
            split = ",",
            description = "Buffer sizes in MB that are measured through delivery. Default: 1,128.")
    private List<Integer> hints = List.of(1, 128);

    @Option(
            names = "--data",
            description = "Where the server of our own keeps its data. Default: bench/target/data.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--endpoint", description = "A running server, by plain http.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(names = "--access-key-id", description = "For --endpoint. Default: test.")
    private String accessKeyId = "test";

    @Option(names = "--secret-access-key", description = "For --endpoint. Default: test.")
    private String secretAccessKey = "test";

    @Option(names = "--region", description = "For --endpoint. Default: ${DEFAULT-VALUE}.")
    private String region = "us-east-1";

    @Option(
            names = "--pid",
            description = "The process of --endpoint, for its CPU time, memory and disk writes.")
    private Optional<Long> pid = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "REV|DIR",
            description =
                    "Measures this checkout and another version in turn, and prints medians and ratios: a commit, which is cloned and built once in bench/target/against, or a folder with a launcher.")
    private Optional<String> against = Optional.empty();

    @Option(
            names = "--rounds",
            description = "How often each is measured with --against. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--json", description = "One JSON object a line instead of a table.")
    private boolean json;

    private static final int STARTS = 7;

    private final JsonMapper mapper = JsonMapper.builder().build();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadDriver()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (against.isPresent()) {
            compare(against.get());
            return 0;
        }
        if (scenarios.contains(Scenario.start) && endpoint.isEmpty()) {
            System.out.println(Starts.measure(STARTS, root(), dataParent()).text());
        }
        if (!course().needsAServer()) {
            return 0;
        }
        if (endpoint.isPresent()) {
            measure(
                    new MeasuredServer(
                            endpoint.get(),
                            region,
                            accessKeyId,
                            secretAccessKey,
                            pid.map(ServerProcess::new)));
            return 0;
        }
        try (LocalServer server = LocalServer.start(root(), dataParent(), functions())) {
            measure(server.target());
        }
        return 0;
    }

    /// What the server needs for what is done to records.
    private List<String> functions() {
        return scenarios.contains(Scenario.processed)
                ? List.of(
                        "--lambda",
                        "%s=%s:handler"
                                .formatted(
                                        ProcessedRecords.FUNCTION,
                                        root().resolve("bench/functions/same.py")))
                : List.of();
    }

    private void compare(String other) throws IOException, InterruptedException {
        if (endpoint.isPresent() || rounds < 1) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--against starts servers of its own: without --endpoint, in at least one round");
        }
        PairedComparison comparison =
                new PairedComparison(
                        course(), dataParent(), Checkout.here(root()), Checkout.of(other, root()));
        List<PairedComparison.Figure> figures = comparison.run(rounds);
        if (!json) {
            System.out.println(comparison.tableHead());
        }
        for (PairedComparison.Figure figure : figures) {
            System.out.println(json ? mapper.writeValueAsString(figure) : figure.tableRow());
        }
    }

    private Course course() {
        return new Course(
                Set.copyOf(scenarios),
                warmUp,
                hints,
                new Scenarios.Shape(records, batch, recordBytes, connections, rate, singles));
    }

    private static Path root() {
        return Path.of(System.getProperty("hydrant.root", "."));
    }

    private Path dataParent() {
        return data.orElseGet(() -> root().resolve("bench/target/data"));
    }

    private void measure(MeasuredServer target) throws IOException {
        if (!json) {
            System.out.println(Measurement.TABLE_HEAD);
        }
        course().run(target, new Lines());
    }

    /// Prints each measurement.
    private final class Lines implements Course.Report {
        @Override
        public void delivered(int hint, Measurement measurement) {
            print(measurement);
        }

        @Override
        public void acknowledged(Measurement measurement) {
            print(measurement);
        }

        @Override
        public void processed(ProcessedRecords kind, Measurement measurement) {
            print(measurement);
        }

        @Override
        public void singles(Measurement measurement) {
            print(measurement);
        }

        @Override
        public void halfOfSingles(Measurement measurement) {
            print(measurement);
        }

        private void print(Measurement measurement) {
            System.out.println(
                    json ? mapper.writeValueAsString(measurement) : measurement.tableRow());
        }
    }
}
