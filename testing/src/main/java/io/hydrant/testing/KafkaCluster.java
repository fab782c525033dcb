package io.hydrant.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Nodes of Apache Kafka on this machine, each a process of its own that is broker and controller
/// in one. Where the test has no broker (`org.apache.kafka:kafka_2.13`) on its class path, it is
/// the one that the module `broker` lays out.
///
/// Clients find each broker at the address that the broker tells them. So who shall come through
/// something that stands in between is given a *gate*: a listener of its own at every broker, which
/// tells another address than the one it has.
public final class KafkaCluster implements AutoCloseable {
    private static final Wait PATIENCE = Wait.seconds(120);

    private final Path folder;
    private final List<Node> nodes;
    private final Listening listening;
    private final List<String> java;
    private final List<Process> processes = new ArrayList<>();

    /// @param gates ports, one for each gate
    private record Node(int id, int clients, int controllers, List<Gate> gates) {
        Node {
            gates = List.copyOf(gates);
        }
    }

    /// @param told the port at which clients find it, in place of its own
    private record Gate(int own, int told) {}

    /// How nodes take connections of clients, and of each other.
    ///
    /// @param protocol as Kafka calls it: `SASL_SSL` …
    /// @param settings further lines of their settings
    public record Listening(String protocol, String settings) {
        static final Listening PLAIN = new Listening("PLAINTEXT", "");
    }

    private KafkaCluster(Path folder, List<Node> nodes, Listening listening, List<String> java) {
        this.folder = folder;
        this.nodes = nodes;
        this.listening = listening;
        this.java = java;
    }

    /// Starts as many nodes, and returns when each takes connections.
    ///
    /// @param folder for what they keep, and say
    public static KafkaCluster start(Path folder, int count) throws IOException {
        return start(folder, count, Listening.PLAIN);
    }

    /// The same in another way of taking connections.
    public static KafkaCluster start(Path folder, int count, Listening listening)
            throws IOException {
        return start(folder, count, listening, List.of(), LaidOut.SHORT_LIVED);
    }

    /// The same with all of Java's compiler, as a broker runs that is not of a test: for who
    /// measures what it costs.
    public static KafkaCluster startToMeasure(Path folder, int count) throws IOException {
        return start(folder, count, Listening.PLAIN, List.of(), List.of());
    }

    /// The same with gates.
    ///
    /// @param gates each is asked once for each broker: given the port at which that listens, it
    ///   returns the one at which clients of this gate find it
    public static KafkaCluster start(Path folder, int count, List<IntUnaryOperator> gates)
            throws IOException {
        return start(folder, count, Listening.PLAIN, gates, LaidOut.SHORT_LIVED);
    }

    private static KafkaCluster start(
            Path folder,
            int count,
            Listening listening,
            List<IntUnaryOperator> gates,
            List<String> java)
            throws IOException {
        List<Node> nodes = new ArrayList<>();
        Iterator<Integer> ports = freePorts((2 + gates.size()) * count).iterator();
        for (int id = 1; id <= count; id++) {
            int clients = ports.next();
            int controllers = ports.next();
            List<Gate> own = new ArrayList<>();
            for (IntUnaryOperator gate : gates) {
                int port = ports.next();
                own.add(new Gate(port, gate.applyAsInt(port)));
            }
            nodes.add(new Node(id, clients, controllers, own));
        }
        KafkaCluster cluster = new KafkaCluster(folder, List.copyOf(nodes), listening, java);
        String clusterId = id();
        for (Node node : nodes) {
            cluster.format(node, clusterId);
            cluster.processes.add(cluster.begun(node));
        }
        try {
            nodes.forEach(cluster::await);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /// As Kafka writes them.
    private static String id() {
        UUID uuid = UUID.randomUUID();
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Path data(Node node) {
        return folder.resolve("data-" + node.id());
    }

    /// What `kafka-storage.sh format` makes, without a start of Java for each.
    private void format(Node node, String clusterId) throws IOException {
        Files.createDirectories(data(node));
        write(
                data(node).resolve("meta.properties"),
                """
                version=1
                cluster.id=%s
                node.id=%d
                directory.id=%s
                """
                        .formatted(clusterId, node.id(), id()));
        int replicas = nodes.size();
        int inSync = replicas < 3 ? 1 : 2;
        String voters =
                nodes.stream()
                        .map(each -> each.id() + "@127.0.0.1:" + each.controllers())
                        .collect(Collectors.joining(","));
        write(
                settings(node),
                """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%2$s
                listeners=CLIENTS://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d%8$s
                advertised.listeners=CLIENTS://127.0.0.1:%3$d%9$s
                inter.broker.listener.name=CLIENTS
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:%11$s%10$s
                log.dirs=%5$s
                num.network.threads=1
                num.io.threads=2
                background.threads=2
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=%6$d
                default.replication.factor=%6$d
                min.insync.replicas=%7$d
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=%6$d
                transaction.state.log.min.isr=%7$d
                share.coordinator.state.topic.num.partitions=1
                share.coordinator.state.topic.replication.factor=%6$d
                share.coordinator.state.topic.min.isr=%7$d
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                controller.quorum.fetch.timeout.ms=1000
                controller.quorum.election.timeout.ms=500
                replica.lag.time.max.ms=5000
                """
                                .formatted(
                                        node.id(),
                                        voters,
                                        node.clients(),
                                        node.controllers(),
                                        data(node),
                                        replicas,
                                        inSync,
                                        ofGates(node, ",GATE%1$d://127.0.0.1:%2$d"),
                                        ofGates(node, ",GATE%1$d://127.0.0.1:%3$d"),
                                        ofGates(node, ",GATE%1$d:PLAINTEXT"),
                                        listening.protocol())
                        + listening.settings());
    }

    private static String ofGates(Node node, String format) {
        return IntStream.range(0, node.gates().size())
                .mapToObj(i ->
                        format.formatted(i, node.gates().get(i).own(), node.gates().get(i).told()))
                .collect(Collectors.joining());
    }

    private Path settings(Node node) {
        return folder.resolve("node-" + node.id() + ".properties");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private Process begun(Node node) throws IOException {
        List<String> command = new ArrayList<>(List.of(LaidOut.java(), "-Xmx256m"));
        command.addAll(java);
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        "kafka.Kafka",
                        settings(node).toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(
                                folder.resolve("node-" + node.id() + ".log").toFile()))
                .start();
    }

    private static String classPath() {
        return KafkaCluster.class.getClassLoader().getResource("kafka/Kafka.class") == null
                ? LaidOut.jarsOf("broker") + "/*"
                : System.getProperty("java.class.path");
    }

    private void await(Node node) {
        PATIENCE.until(
                "node " + node.id() + " of Kafka takes connections; see " + folder,
                () -> {
                    if (!processes.get(node.id() - 1).isAlive()) {
                        throw new IllegalStateException("It has ended; see " + folder);
                    }
                    return takesConnections(node);
                });
    }

    private static boolean takesConnections(Node node) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), node.clients()), 1000);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /// `HOST:PORT,…`, for clients.
    public String brokers() {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.clients())
                .collect(Collectors.joining(","));
    }

    /// The same for clients of a gate, counted from 0.
    public String brokers(int gate) {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.gates().get(gate).told())
                .collect(Collectors.joining(","));
    }

    /// A process for each node, as it is now.
    public List<ProcessHandle> processes() {
        return processes.stream().map(Process::toHandle).toList();
    }

    /// Kills a node: nothing is finished. Nodes are counted from 1.
    public void kill(int node) {
        end(processes.get(node - 1));
    }

    /// Starts a node again that was killed.
    public void startAgain(int node) throws IOException {
        processes.set(node - 1, begun(nodes.get(node - 1)));
        await(nodes.get(node - 1));
    }

    private static void end(Process process) {
        process.destroyForcibly();
        boolean isInterrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends all nodes. What they kept stays in the folder.
    @Override
    public void close() {
        IntStream.range(0, processes.size()).forEach(i -> end(processes.get(i)));
    }
}
