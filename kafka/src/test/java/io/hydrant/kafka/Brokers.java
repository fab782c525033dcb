package io.hydrant.kafka;

import io.hydrant.testing.KafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One broker for all tests of this process, started by the first that needs it. Each test has
/// topics of its own.
final class Brokers {
    private static @Nullable KafkaCluster running;

    private Brokers() {}

    static synchronized KafkaCluster one() throws IOException {
        KafkaCluster cluster = running;
        if (cluster == null) {
            Path folder = Files.createTempDirectory("hydrant-kafka");
            KafkaCluster begun = KafkaCluster.start(folder, 1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(begun, folder)));
            running = begun;
            cluster = begun;
        }
        return cluster;
    }

    private static void end(KafkaCluster cluster, Path folder) {
        cluster.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("Could not remove " + folder + ": " + e);
        }
    }

    /// Of the one broker, with a prefix that no other test has.
    static KafkaSettings settings() throws IOException {
        return settings(one());
    }

    static KafkaSettings settings(KafkaCluster cluster) {
        return new KafkaSettings(
                cluster.brokers(), Map.of(), "test-" + UUID.randomUUID() + ".", true);
    }
}
