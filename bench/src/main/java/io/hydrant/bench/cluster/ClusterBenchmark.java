package io.hydrant.bench.cluster;

import io.hydrant.bench.load.Pipeline;
import io.hydrant.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `bench/cluster`: what a cluster costs, measured on one machine.
@Command(
        name = "bench/cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header =
                "Measures a cluster on this machine: what it takes, what each part costs, and how"
                        + " long a node's death is felt.",
        description =
                """

                Starts three Kafka brokers, PostgreSQL, an S3 that is not Hydrant (s3proxy), and 1, 2, then 3 nodes. Each node is in a control group of its own with an equal part of a core (--cores), small enough that nodes and not the machine are the limit: so more nodes are more CPU, as more machines would be. Where control groups cannot be had (they need root), it says so and goes on without: then CPU seconds say something, and records a second do not.

                Nodes start and warm up without a bound. Then PutRecordBatch goes to all of them for --seconds, as fast as they acknowledge; the clock stops when the last record is in an object. CPU seconds are user and system time from /proc, for a million records. "nodes busy" should be near 100 %%, "machine busy" below 90 %%: else something else was the limit, and more nodes cannot bring more.

                Then, with the most nodes, one after the other is killed as by `kill -9` while every stream gets records through every node; the time is that until each stream has a new object. Streams have a buffer interval of 1 s there, so about a second of it is the buffer's.\
                """,
        footer = {
            "",
            "Examples:",
            "  bench/cluster                    all of it, with the defaults: ten to"
                    + " fifteen minutes",
            "  bench/cluster --seconds 5 --warm-up 5 --kills 2",
            "                                   whether it works at all: two" + " minutes",
            "  bench/cluster --nodes 3 --kills 30",
            "                                   a look at deaths alone, but for one" + " load",
            "  bench/cluster --kills 0 --json   loads alone, a line of JSON each",
            "",
            "It needs Linux, 4 GB of memory, PostgreSQL (Debian's package `postgresql`) and, at the"
                    + " first run, Maven Central. All that it starts ends with it, on Ctrl-C too."
                    + " Nothing else should run on the machine meanwhile."
        })
final class ClusterBenchmark implements Callable<Integer> {
    private static final Duration NO_PAUSE = Duration.ZERO;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration INTERVAL_OF_DEATHS = Duration.ofSeconds(1);

    @Option(
            names = "--nodes",
            split = ",",
            description = "How many nodes, in turn; not falling. Default: 1,2,3.")
    private List<Integer> nodes = List.of(1, 2, 3);

    @Option(names = "--cores", description = "Of a node's CPU. Default: ${DEFAULT-VALUE}.")
    private double cores = 0.15;

    @Option(
            names = "--seconds",
            description = "How long each load is sent, up to 240. Default: ${DEFAULT-VALUE}.")
    private int seconds = 60;

    @Option(
            names = "--warm-up",
            description =
                    "Seconds of load that are not measured before each, without a bound. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int warmUp = 40;

    @Option(
            names = "--streams",
            description = "Which share the nodes' delivery. Default: ${DEFAULT-VALUE}.")
    private int streams = 24;

    @Option(names = "--batch", description = "Records of a request. Default: ${DEFAULT-VALUE}.")
    private int batch = 500;

    @Option(names = "--record-bytes", description = "Bytes of a record. Default: ${DEFAULT-VALUE}.")
    private int recordBytes = 100;

    @Option(
            names = "--connections",
            description = "That send to each node. Default: ${DEFAULT-VALUE}.")
    private int connections = 8;

    @Option(
            names = "--hint",
            description = "Buffer size of the loads' streams, in MB. Default: ${DEFAULT-VALUE}.")
    private int hint = 5;

    @Option(
            names = "--kills",
            description = "How many nodes die, with the most nodes. Default: ${DEFAULT-VALUE}.")
    private int kills = 10;

    @Option(
            names = "--data",
            description =
                    "Where all servers but PostgreSQL keep their data. Default:"
                            + " bench/target/cluster.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--program",
            description = "The launcher that nodes are started with. Default: the checkout's own.")
    private Optional<Path> program = Optional.empty();

    @Option(names = "--json", description = "One JSON object a line instead of a table.")
    private boolean json;

    private final JsonMapper mapper = JsonMapper.builder().build();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ClusterBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Path parent = Files.createDirectories(data.orElse(root().resolve("bench/target/cluster")));
        Path folder = Files.createTempDirectory(parent, "run-").toAbsolutePath();
        NothingLeft ending = NothingLeft.of(folder);
        say("starting three brokers, PostgreSQL and an S3 in %s", folder);
        try (MeasuredCluster cluster =
                new MeasuredCluster(folder, program.orElse(root().resolve("hydrant")), cores)) {
            measure(cluster);
            return 0;
        } catch (IOException | RuntimeException | Error e) {
            if (ending.isBegun()) {
                return 130;
            }
            throw e;
        }
    }

    private void check() {
        boolean isFalling =
                IntStream.range(1, nodes.size()).anyMatch(i -> nodes.get(i) < nodes.get(i - 1));
        if (isFalling
                || nodes.getFirst() < 1
                || cores <= 0
                || seconds < 1
                || seconds > 240
                || warmUp < 1
                || warmUp > 240) {
            throw wrong(
                    "--nodes are one at least and do not fall; --cores is more than 0; --seconds"
                            + " and --warm-up are 1 to 240");
        }
        if (streams < nodes.getLast()
                || batch < 1
                || batch > 500
                || recordBytes < 1
                || connections < 1) {
            throw wrong(
                    "--streams are no fewer than nodes, --batch is 1 to 500, --record-bytes and"
                            + " --connections are 1 at least");
        }
        if (kills > 0 && nodes.getLast() < 2) {
            throw wrong("who is killed needs another to go on: --kills 0, or two --nodes");
        }
        if (!PostgresServer.isInstalled()) {
            throw wrong("there is no PostgreSQL on this machine: apt-get install postgresql");
        }
    }

    private CommandLine.ParameterException wrong(String text) {
        return new CommandLine.ParameterException(new CommandLine(this), text);
    }

    private void measure(MeasuredCluster cluster) throws IOException, InterruptedException {
        boolean isBounded = cluster.addNode();
        if (!isBounded) {
            say(
                    "control groups cannot be had here: nodes take what CPU they get, so that more"
                            + " of them are not more of it");
        }
        List<String> loaded = names("load");
        List<String> dying = names("death");
        String bucket = createStreams(cluster, loaded, dying);
        if (!json) {
            System.out.println(Throughput.TABLE_HEAD);
        }
        for (int count : nodes) {
            while (cluster.nodes().size() < count) {
                cluster.addNode();
            }
            say("%d nodes: warming up for %d s, then %d s of load", count, warmUp, seconds);
            Throughput throughput =
                    Throughput.measure(
                            cluster,
                            new Throughput.Load(bucket, shapeOfLoad(loaded)),
                            Duration.ofSeconds(warmUp),
                            Duration.ofSeconds(seconds),
                            cores,
                            isBounded);
            System.out.println(
                    json ? mapper.writeValueAsString(throughput) : throughput.tableRow());
        }
        if (kills > 0) {
            kill(cluster, new Throughput.Load(bucket, shapeOfDeaths(dying)));
        }
    }

    private void kill(MeasuredCluster cluster, Throughput.Load load)
            throws IOException, InterruptedException {
        say("killing %d nodes, one after the other", kills);
        Deaths deaths =
                Deaths.measure(
                        cluster,
                        load,
                        kills,
                        (death, rest) ->
                                say(
                                        "death %d: every stream had delivered after %,d ms",
                                        death, rest));
        System.out.println(
                json
                        ? mapper.writeValueAsString(
                                Map.of(
                                        "kills", kills,
                                        "p50Seconds", deaths.seconds(0.5),
                                        "p99Seconds", deaths.seconds(0.99),
                                        "maxSeconds", deaths.seconds(1),
                                        "restsMillis", deaths.restsMillis()))
                        : "\n" + deaths.text());
    }

    private List<String> names(String kind) {
        return IntStream.rangeClosed(1, streams).mapToObj(i -> kind + "-" + i).toList();
    }

    /// @return the bucket of all
    private String createStreams(MeasuredCluster cluster, List<String> loaded, List<String> dying)
            throws IOException {
        String bucket = "bench-cluster";
        say("creating %d streams", loaded.size() + dying.size());
        try (Pipeline pipeline =
                Pipeline.create(cluster.nodes().getFirst().target(), cluster.store(), bucket)) {
            for (String stream : loaded) {
                pipeline.createStream(stream, hint, INTERVAL);
            }
            for (String stream : kills > 0 ? dying : new ArrayList<String>()) {
                pipeline.createStream(stream, hint, INTERVAL_OF_DEATHS);
            }
        }
        return bucket;
    }

    private Traffic.Shape shapeOfLoad(List<String> names) {
        return new Traffic.Shape(
                names, batch, recordBytes, connections, NO_PAUSE, NodeSender.Connecting.ONCE);
    }

    /// Small requests, of which each stream has some every second: the load of a node's death is
    /// that all streams are busy, not that nodes are at their limit.
    private Traffic.Shape shapeOfDeaths(List<String> names) {
        Duration pace = Duration.ofMillis(1000L / names.size());
        return new Traffic.Shape(names, 10, recordBytes, 1, pace, NodeSender.Connecting.AGAIN);
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }

    private static Path root() {
        return Path.of(System.getProperty("hydrant.root", ".")).toAbsolutePath();
    }
}
