package io.hydrant.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
                """)
final class LoadDriver implements Callable<Integer> {
    private enum Scenario {
        start,
        delivered,
        acknowledged,
        singles
    }

    @Option(
            names = "--scenario",
            split = ",",
            description = "What is measured: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Scenario> scenarios = List.of(Scenario.values());

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

    @Option(names = "--json", description = "One JSON object a line instead of a table.")
    private boolean json;

    private final JsonMapper mapper = JsonMapper.builder().build();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LoadDriver()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (scenarios.contains(Scenario.start) && endpoint.isEmpty()) {
            measureStart();
        }
        if (scenarios.equals(List.of(Scenario.start))) {
            return 0;
        }
        if (endpoint.isPresent()) {
            measure(
                    new Target(
                            endpoint.get(),
                            region,
                            accessKeyId,
                            secretAccessKey,
                            pid.map(ServerProcess::new)));
            return 0;
        }
        try (LocalServer server = LocalServer.start(root(), dataParent())) {
            measure(server.target());
        }
        return 0;
    }

    private static Path root() {
        return Path.of(System.getProperty("hydrant.root", "."));
    }

    private Path dataParent() {
        return data.orElseGet(() -> root().resolve("bench/target/data"));
    }

    private void measureStart() throws IOException, InterruptedException {
        Path launcher = root().resolve("hydrant");
        if (!Files.isExecutable(launcher)) {
            throw new IOException("No hydrant launcher at " + launcher);
        }
        List<Duration> starts = new ArrayList<>();
        long resident = 0;
        for (int i = 0; i < 7; i++) {
            try (LocalServer server = LocalServer.start(root(), dataParent())) {
                starts.add(server.timeToReady());
                TimeUnit.SECONDS.sleep(1);
                resident = server.process().residentBytes();
            }
        }
        starts.sort(Duration::compareTo);
        System.out.printf(
                "start to ready: %d ms (fastest %d, slowest %d of %d); at rest %d MB resident%n",
                starts.get(starts.size() / 2).toMillis(),
                starts.getFirst().toMillis(),
                starts.getLast().toMillis(),
                starts.size(),
                resident / 1_000_000);
    }

    private void measure(Target target) throws IOException {
        Scenarios.Shape shape =
                new Scenarios.Shape(records, batch, recordBytes, connections, rate, singles);
        try (Scenarios loads = new Scenarios(target, shape)) {
            head();
            if (warmUp > 0) {
                loads.warmUp(warmUp);
            }
            if (scenarios.contains(Scenario.delivered)) {
                for (int hint : hints) {
                    print(loads.delivered(hint));
                }
            }
            if (scenarios.contains(Scenario.acknowledged)) {
                print(loads.acknowledged());
            }
            if (scenarios.contains(Scenario.singles)) {
                loads.singles(0);
                Measurement fastest = loads.singles(0);
                print(fastest);
                print(loads.singles(fastest.recordsPerSecond() / 2));
            }
        }
    }

    private void head() {
        if (!json) {
            System.out.println(Measurement.TABLE_HEAD);
        }
    }

    private void print(Measurement measurement) {
        System.out.println(json ? mapper.writeValueAsString(measurement) : measurement.tableRow());
    }
}
