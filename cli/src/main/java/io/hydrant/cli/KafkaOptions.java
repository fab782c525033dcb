package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.kafka.KafkaConfig;
import io.hydrant.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where `hydrant serve` keeps records, when not on its disk.
final class KafkaOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT,...",
            description =
                    "Keep records in Apache Kafka until they are delivered, a topic for each stream, instead of in DIR/log. Some of"
                            + " the brokers are enough to find all. What is acknowledged is on two brokers of three at least.")
    private @Nullable String brokers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Kafka's own settings of how to connect (security.*, ssl.*, sasl.* …), a line each as in Kafka's"
                            + " client.properties.")
    private @Nullable Path config;

    @Option(
            names = "--kafka-topics",
            paramLabel = "PREFIX",
            defaultValue = KafkaSettings.TOPIC_PREFIX,
            description =
                    "How the names of the topics begin; two Hydrants that share a Kafka have one each. Default: ${DEFAULT-VALUE}")
    private String prefix = "";

    @Option(
            names = "--kafka-allow-unreplicated",
            description =
                    "Take records although they are on one broker alone, and are lost with its disk: for tests and laptops.")
    private boolean allowsUnreplicated;

    /// Empty when records are kept on disk.
    Optional<KafkaSettings> settings() {
        if (brokers == null) {
            refuseLoneOptions();
            return Optional.empty();
        }
        if (!brokers.matches("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*")) {
            throw CommandFailure.wrongUsage(
                    "--kafka: \""
                            + brokers
                            + "\" is not HOST:PORT, or several of them with commas.",
                    "For example --kafka kafka1:9092,kafka2:9092,kafka3:9092.");
        }
        if (!prefix.matches("[A-Za-z0-9._-]{1,100}")) {
            throw CommandFailure.wrongUsage(
                    "--kafka-topics: \"" + prefix + "\" cannot begin the name of a topic.",
                    "Use letters, digits, '.', '_' and '-', 100 at most.");
        }
        return Optional.of(new KafkaSettings(brokers, own(), prefix, allowsUnreplicated));
    }

    private void refuseLoneOptions() {
        if (config != null || allowsUnreplicated || !prefix.equals(KafkaSettings.TOPIC_PREFIX)) {
            throw CommandFailure.wrongUsage(
                    "--kafka-config, --kafka-topics and --kafka-allow-unreplicated are about a Kafka, and none is named.",
                    "Give them together with --kafka HOST:PORT,…");
        }
    }

    private Map<String, String> own() {
        Path file = config;
        if (file == null) {
            return Map.of();
        }
        Map<String, String> own;
        try {
            own = KafkaConfig.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(
                    "--kafka-config: " + file + " cannot be read (" + e.getMessage() + ").",
                    "It has lines such as security.protocol=SASL_SSL.");
        }
        KafkaConfig.refused(own)
                .ifPresent(name -> {
                    throw CommandFailure.wrongUsage(
                            "--kafka-config: " + name + " is not for you to set in " + file + ".",
                            "What records' safety rests on is Hydrant's own; the file says how to connect: "
                                    + KafkaConfig.ALLOWED_TEXT
                                    + ".");
                });
        return own;
    }
}
