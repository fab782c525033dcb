package io.hydrant.bench.cluster;

import io.hydrant.bench.load.MeasuredServer;
import io.hydrant.testing.KafkaCluster;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.S3Proxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cluster on this machine to be measured: three brokers, PostgreSQL, an S3 that others wrote,
/// and as many nodes as were added.
final class MeasuredCluster implements AutoCloseable {
    /// The parts that use CPU, as reports call them.
    enum Part {
        NODES,
        BROKERS,
        DATABASE,
        S3
    }

    private static final int BROKERS = 3;
    private static final String PROFILE = "store";
    private static final Wait PATIENCE = Wait.seconds(60);

    private final Path folder;
    private final Path program;
    private final double cores;
    private final KafkaCluster brokers;
    private final PostgresServer database;
    private final S3Proxy store;
    private final List<BoundedNode> nodes = new ArrayList<>();

    /// @param folder for what all keep
    /// @param program the launcher of the nodes
    /// @param cores what a node gets of them
    MeasuredCluster(Path folder, Path program, double cores) throws IOException {
        this.folder = folder;
        this.program = program;
        this.cores = cores;
        this.database = PostgresServer.start();
        this.store = S3Proxy.startToMeasure(folder.resolve("store"));
        this.brokers = KafkaCluster.startToMeasure(folder.resolve("kafka"), BROKERS);
        Files.writeString(
                credentials(),
                "[%s]%naws_access_key_id = %s%naws_secret_access_key = %s%n"
                        .formatted(PROFILE, S3Proxy.KEY, S3Proxy.SECRET));
    }

    private Path credentials() {
        return folder.resolve("credentials");
    }

    /// Starts another node, without a bound as yet.
    ///
    /// @return whether it can be given one
    boolean addNode() throws IOException {
        int number = nodes.size() + 1;
        Optional<CpuShare> share =
                CpuShare.of("hydrant-bench-%d-%d".formatted(ProcessHandle.current().pid(), number));
        BoundedNode node =
                new BoundedNode(folder.resolve("node-" + number), command(), environment(), share);
        nodes.add(node);
        node.start();
        return share.isPresent();
    }

    private List<String> command() {
        return List.of(
                program.toString(),
                "serve",
                "--kafka",
                brokers.brokers(),
                "--database",
                database.url(),
                "--s3-endpoint",
                store.endpoint().toString(),
                "--s3-credentials",
                PROFILE);
    }

    private Map<String, String> environment() {
        return Map.of(
                "AWS_SHARED_CREDENTIALS_FILE",
                credentials().toString(),
                "AWS_CONFIG_FILE",
                "/dev/null",
                "HYDRANT_ROOT_ACCESS_KEY_ID",
                BoundedNode.KEY,
                "HYDRANT_ROOT_SECRET_ACCESS_KEY",
                BoundedNode.SECRET);
    }

    /// Returns once every node delivers streams.
    void awaitShared() {
        PATIENCE.until(
                "each of %d nodes delivers streams".formatted(nodes.size()),
                this::streamsOfNodes,
                streams ->
                        streams.size() == nodes.size()
                                && streams.stream().allMatch(count -> count > 0));
    }

    /// How many streams each node delivers.
    List<Long> streamsOfNodes() throws IOException {
        return pages().streamsOfNodes();
    }

    NodePages pages() {
        return new NodePages(nodes.getFirst().target());
    }

    /// Gives each node its part of a core.
    void bound() throws IOException {
        for (BoundedNode node : nodes) {
            node.bound(cores);
        }
    }

    /// Lets each node take what there is.
    void lift() throws IOException {
        for (BoundedNode node : nodes) {
            node.lift();
        }
    }

    /// CPU seconds that each part has used so far.
    Map<Part, Double> used() {
        Map<Part, Double> used = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            used.put(part, UsedCpu.secondsOf(processes(part)));
        }
        return used;
    }

    private Collection<ProcessHandle> processes(Part part) {
        return switch (part) {
            case NODES -> nodes.stream().flatMap(node -> node.process().stream()).toList();
            case BROKERS -> brokers.processes();
            case DATABASE -> List.of(database.process());
            case S3 -> List.of(store.process());
        };
    }

    List<BoundedNode> nodes() {
        return List.copyOf(nodes);
    }

    MeasuredServer store() {
        return new MeasuredServer(
                store.endpoint(), "us-east-1", S3Proxy.KEY, S3Proxy.SECRET, Optional.empty());
    }

    /// What is in a bucket.
    StoredObjects stored(String bucket) {
        return StoredObjects.in(store.objects().resolve(bucket));
    }

    /// Ends all at once: nothing of it is needed anymore.
    @Override
    public void close() {
        nodes.forEach(BoundedNode::close);
        brokers.close();
        store.kill();
        database.close();
    }
}
