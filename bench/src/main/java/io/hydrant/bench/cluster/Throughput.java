package io.hydrant.bench.cluster;

import io.hydrant.bench.cluster.MeasuredCluster.Part;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// As many PutRecordBatch requests as so many nodes acknowledge, until all of it is in objects.
///
/// @param recordsPerSecond until the last was in an object
/// @param acknowledgedPerSecond until the senders ended
/// @param cpuSecondsPerMillion of each part, for a million records
/// @param nodesBusy how much of the CPU that the nodes were given they used
/// @param machineBusy how much of the machine's CPU was used by whoever it was; above nine tenths
///   the machine was the limit, and not the nodes
/// @param streams that each node delivered
record Throughput(
        int nodes,
        double coresOfANode,
        boolean isBounded,
        List<Long> streams,
        long records,
        double recordsPerSecond,
        double acknowledgedPerSecond,
        Map<Part, Double> cpuSecondsPerMillion,
        double nodesBusy,
        Optional<Double> machineBusy,
        long objects) {
    private static final double MILLION = 1e6;
    private static final Wait DELIVERY = Wait.seconds(300);

    Throughput {
        streams = List.copyOf(streams);
        cpuSecondsPerMillion = Map.copyOf(cpuSecondsPerMillion);
    }

    /// How a cluster is loaded.
    record Load(String bucket, Traffic.Shape shape) {
        /// Sends for so long, and returns once all is delivered.
        Sent send(MeasuredCluster cluster, Duration time) throws IOException, InterruptedException {
            StoredObjects.Tally before = cluster.stored(bucket).all();
            long begun = System.nanoTime();
            Traffic traffic = Traffic.begin(cluster.nodes(), shape);
            long first = System.nanoTime();
            while (System.nanoTime() - first < time.toNanos()) {
                traffic.check();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            long records = traffic.end();
            long sent = System.nanoTime();
            for (String stream : shape.streams()) {
                cluster.pages().flush(stream);
            }
            long objects = awaitDelivered(cluster, before, records * shape.recordBytes());
            return new Sent(records, objects, begun, sent, System.nanoTime());
        }

        private long awaitDelivered(MeasuredCluster cluster, StoredObjects.Tally before, long bytes)
                throws IOException {
            StoredObjects.Tally now =
                    DELIVERY.until(
                            "all is delivered: %,d bytes".formatted(bytes),
                            () -> cluster.stored(bucket).all(),
                            seen -> seen.bytes() - before.bytes() >= bytes);
            if (now.bytes() - before.bytes() > bytes) {
                throw new IOException(
                        "%,d bytes are delivered of %,d acknowledged"
                                .formatted(now.bytes() - before.bytes(), bytes));
            }
            return now.objects() - before.objects();
        }
    }

    /// @param begun of the clock of [System#nanoTime], as the others
    /// @param acknowledged when the last was
    /// @param delivered when the last was
    record Sent(long records, long objects, long begun, long acknowledged, long delivered) {
        double secondsToAcknowledge() {
            return (acknowledged - begun) / 1e9;
        }

        double secondsToDeliver() {
            return (delivered - begun) / 1e9;
        }
    }

    /// Warms nodes up that have no bound, bounds them, and measures.
    static Throughput measure(
            MeasuredCluster cluster,
            Load load,
            Duration warmUp,
            Duration time,
            double cores,
            boolean isBounded)
            throws IOException, InterruptedException {
        cluster.awaitShared();
        load.send(cluster, warmUp);
        cluster.bound();
        try {
            Map<Part, Double> before = cluster.used();
            Optional<Double> allBefore = UsedCpu.secondsOfAll();
            Sent sent = load.send(cluster, time);
            Optional<Double> all = UsedCpu.secondsOfAll();
            Map<Part, Double> used = difference(cluster.used(), before);
            int nodes = cluster.nodes().size();
            double seconds = sent.secondsToDeliver();
            int processors = Runtime.getRuntime().availableProcessors();
            return new Throughput(
                    nodes,
                    cores,
                    isBounded,
                    cluster.streamsOfNodes(),
                    sent.records(),
                    sent.records() / seconds,
                    sent.records() / sent.secondsToAcknowledge(),
                    perMillion(used, sent.records()),
                    used.getOrDefault(Part.NODES, 0.0) / seconds / (nodes * cores),
                    all.flatMap(now -> allBefore.map(then -> (now - then) / seconds / processors)),
                    sent.objects());
        } finally {
            cluster.lift();
        }
    }

    private static Map<Part, Double> difference(Map<Part, Double> now, Map<Part, Double> before) {
        Map<Part, Double> difference = new EnumMap<>(Part.class);
        now.forEach((part, used) -> difference.put(part, used - before.getOrDefault(part, 0.0)));
        return difference;
    }

    private static Map<Part, Double> perMillion(Map<Part, Double> used, long records) {
        Map<Part, Double> perMillion = new EnumMap<>(Part.class);
        used.forEach((part, seconds) -> perMillion.put(part, seconds / records * MILLION));
        return perMillion;
    }

    static final String TABLE_HEAD =
            """
            | nodes | cores of each | streams of each | records/s | acknowledged/s | CPU s/M: nodes | brokers | database | S3 | nodes busy | machine busy | objects |
            | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\
            """;

    String tableRow() {
        return "| %d | %s | %s | %,.0f | %,.0f | %.3f | %.3f | %.3f | %.3f | %s | %s | %d |"
                .formatted(
                        nodes,
                        isBounded ? "%.2f".formatted(coresOfANode) : "no bound",
                        String.join(", ", streams.stream().map(String::valueOf).toList()),
                        recordsPerSecond,
                        acknowledgedPerSecond,
                        cpuOf(Part.NODES),
                        cpuOf(Part.BROKERS),
                        cpuOf(Part.DATABASE),
                        cpuOf(Part.S3),
                        isBounded ? "%.0f %%".formatted(100 * nodesBusy) : "-",
                        machineBusy.map(busy -> "%.0f %%".formatted(100 * busy)).orElse("-"),
                        objects);
    }

    private double cpuOf(Part part) {
        return cpuSecondsPerMillion.getOrDefault(part, 0.0);
    }
}
