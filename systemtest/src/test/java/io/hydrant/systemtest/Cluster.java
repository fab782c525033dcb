package io.hydrant.systemtest;

import io.hydrant.testing.KafkaCluster;
import io.hydrant.testing.PostgresServer;
import io.hydrant.testing.S3Proxy;
import io.hydrant.testing.Wait;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/// A cluster on this machine: three brokers, PostgreSQL, an S3 that others wrote, and three nodes.
/// Between each node and each of what it needs is a [Link]; between the clients and the nodes is
/// one that goes to any of them.
final class Cluster implements AutoCloseable {
    static final int NODES = 3;
    static final int BROKERS = 3;

    private static final Wait PATIENCE = Wait.seconds(120);
    private static final String ROOT_KEY = "AKIDHYDRANTSTORM0001";
    private static final String ROOT_SECRET = "the-secret-of-a-storm-0001";

    /// The name by which a node finds the key of the S3.
    private static final String PROFILE = "store";

    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final Path folder;
    private final KafkaCluster brokers;
    private final PostgresServer database;
    private final S3Proxy store;
    private final List<Links> links = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Link balancer;

    /// What connects one node with what it needs.
    record Links(List<Link> brokers, Link database, Link store) {
        Links {
            brokers = List.copyOf(brokers);
        }

        Stream<Link> all() {
            return Stream.concat(brokers.stream(), Stream.of(database, store));
        }
    }

    private Cluster(Path folder, Random random) throws IOException {
        this.folder = folder;
        this.database = PostgresServer.start();
        opened.push(database::close);
        try {
            this.store = S3Proxy.start(folder.resolve("store"));
            opened.push(store::close);
            List<List<Link>> ways = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                ways.add(new ArrayList<>());
            }
            this.brokers =
                    KafkaCluster.start(
                            folder.resolve("kafka"),
                            BROKERS,
                            ways.stream().<IntUnaryOperator>map(Gate::new).toList());
            opened.push(brokers::close);
            connect(ways);
            startNodes(random);
            this.balancer =
                    opened(
                            new Link(
                                    nodes.stream().map(Node::port).toList(),
                                    new Random(random.nextLong())));
        } catch (IOException | RuntimeException | Error e) {
            closeAll();
            throw e;
        }
    }

    private void connect(List<List<Link>> ways) throws IOException {
        for (List<Link> way : ways) {
            way.forEach(opened::push);
            links.add(
                    new Links(
                            way,
                            opened(new Link(database.port())),
                            opened(new Link(store.endpoint().getPort()))));
        }
    }

    private void startNodes(Random random) throws IOException {
        for (int i = 0; i < NODES; i++) {
            Node node = node(i, KeptPort.find(random));
            opened.push(node::close);
            nodes.add(node);
        }
        awaitReady();
    }

    /// Puts a link before each broker, for one node.
    private record Gate(List<Link> way) implements IntUnaryOperator {
        @Override
        public int applyAsInt(int port) {
            try {
                Link link = new Link(port);
                way.add(link);
                return link.port();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Starts all, and returns when all nodes are ready.
    static Cluster start(Path folder, Random random) throws IOException {
        return new Cluster(folder, random);
    }

    private Link opened(Link link) {
        opened.push(link);
        return link;
    }

    private Node node(int number, int port) throws IOException {
        Links own = links.get(number);
        List<String> options =
                List.of(
                        "--kafka",
                        brokers.brokers(number),
                        "--database",
                        database.urlAt(own.database().port()),
                        "--s3-endpoint",
                        "http://127.0.0.1:" + own.store().port(),
                        "--s3-same-store",
                        "--s3-credentials",
                        PROFILE);
        return new Node(
                "node " + (number + 1),
                folder.resolve("node-" + (number + 1)),
                port,
                options,
                storeKey(folder));
    }

    /// What names the key of the S3, for a node and for the program's commands.
    private static Map<String, String> storeKey(Path folder) throws IOException {
        Path credentials = folder.resolve("credentials");
        if (!Files.exists(credentials)) {
            Files.writeString(
                    credentials,
                    """
                    [%s]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    """
                            .formatted(PROFILE, S3Proxy.KEY, S3Proxy.SECRET));
        }
        return Map.of(
                "AWS_SHARED_CREDENTIALS_FILE",
                credentials.toString(),
                "AWS_CONFIG_FILE",
                "/dev/null",
                "HYDRANT_ROOT_ACCESS_KEY_ID",
                ROOT_KEY,
                "HYDRANT_ROOT_SECRET_ACCESS_KEY",
                ROOT_SECRET);
    }

    List<Node> nodes() {
        return nodes;
    }

    Links linksOf(int node) {
        return links.get(node);
    }

    KafkaCluster brokers() {
        return brokers;
    }

    PostgresServer database() {
        return database;
    }

    S3Proxy store() {
        return store;
    }

    /// Clients of one node.
    Aws at(Node node) {
        return clients(node.port());
    }

    /// Clients whose connections go to any node.
    Aws anywhere() {
        return clients(balancer.port());
    }

    private static Aws clients(int port) {
        return new Aws(URI.create("http://127.0.0.1:" + port), ROOT_KEY, ROOT_SECRET);
    }

    /// The S3, asked by itself.
    Aws objects() {
        return new Aws(store.endpoint(), S3Proxy.KEY, S3Proxy.SECRET);
    }

    /// Runs a command of the program against a node.
    Program.Ended hydrant(Node node, String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(storeKey(folder));
        environment.putAll(
                Map.of(
                        "AWS_ENDPOINT_URL", at(node).endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", ROOT_KEY,
                        "AWS_SECRET_ACCESS_KEY", ROOT_SECRET));
        return Program.hydrant(environment, arguments);
    }

    /// The weather of all links is fair, and every frozen node goes on.
    void heal() throws IOException {
        links.forEach(each -> each.all().forEach(link -> link.become(Link.Weather.FAIR)));
        for (Node node : nodes) {
            node.thaw();
        }
    }

    void awaitReady() {
        nodes.forEach(node -> node.awaitReady(PATIENCE));
    }

    /// What went wrong that no mishap explains.
    List<String> faults() {
        return nodes.stream().flatMap(node -> node.faults().stream()).toList();
    }

    /// The last words of all nodes.
    String report() {
        StringBuilder report = new StringBuilder();
        for (Node node : nodes) {
            String text = node.report();
            report.append(text, Math.max(0, text.length() - 8000), text.length()).append('\n');
        }
        return report.toString();
    }

    @Override
    public void close() throws IOException {
        heal();
        closeAll();
    }

    private void closeAll() throws IOException {
        for (Closeable part : opened) {
            part.close();
        }
    }
}
