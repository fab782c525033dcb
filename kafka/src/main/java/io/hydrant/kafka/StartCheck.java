package io.hydrant.kafka;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Whether Kafka does what logs need, tried at a start with a topic of its own: make it, keep its
/// messages on enough brokers, append, read, and remove. What is missing is refused before anything
/// is acknowledged.
final class StartCheck {
    /// What the topic is called behind the prefix.
    static final String NAME = "start-check";

    private static final int BROKERS_MIN = 3;
    private static final int POLLS_MAX = 20;
    private static final int FETCH_BYTES = 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger LOG = System.getLogger(StartCheck.class.getName());

    private StartCheck() {}

    /// @throws IOException with what to do
    static void check(KafkaSettings settings) throws IOException {
        ClientSettings clients = new ClientSettings(settings);
        try (Topics topics = new Topics(settings, clients)) {
            checkBrokers(topics, settings);
            tryOut(topics, clients);
        } catch (KafkaException e) {
            throw new IOException(
                    "Kafka's clients cannot be set up: %s. Look at --kafka and --kafka-config"
                            .formatted(reason(e)),
                    e);
        }
    }

    private static String reason(KafkaException e) {
        return KafkaTrouble.reason(e.getCause() == null ? e : e.getCause());
    }

    private static void checkBrokers(Topics topics, KafkaSettings settings) throws IOException {
        int brokers;
        try {
            brokers = topics.brokers();
        } catch (IOException e) {
            throw new IOException(
                    "No Kafka broker answers at %s: %s. Start the brokers, or correct --kafka or --kafka-config"
                            .formatted(settings.brokers(), e.getMessage()),
                    e);
        }
        if (settings.allowsUnreplicated()) {
            LOG.log(
                    Level.WARNING,
                    "Records may be on one Kafka broker alone, and are lost with its disk: --kafka-allow-unreplicated is for tests and laptops");
        } else if (brokers < BROKERS_MIN) {
            throw new IOException(
                    "Kafka has %d %s, and records that are acknowledged must be on two of three. Add brokers; or, on a laptop, give --kafka-allow-unreplicated"
                            .formatted(brokers, brokers == 1 ? "broker" : "brokers"));
        }
    }

    private static void tryOut(Topics topics, ClientSettings clients) throws IOException {
        String topic = topics.nameOf(NAME);
        Optional<TopicDescription> found = topics.describe(topic);
        if (found.isEmpty()) {
            topics.make(topic);
        }
        if (found.isEmpty()) {
            found = topics.awaited(topic);
        }
        topics.checkKept(
                found.orElseThrow(() ->
                        new IOException("Kafka made the topic " + topic + ", and has it not")));
        try (Appender appender = new Appender(clients);
                Readers readers = new Readers(clients, FETCH_BYTES)) {
            long message = appender.append(topic, null, new byte[] {1});
            read(readers, topic, message);
            topics.trim(Map.of(topic, message + 1));
        }
    }

    static void read(Readers readers, String topic, long message) throws IOException {
        TopicPartition partition = Topics.partition(topic);
        Consumer<byte[], byte[]> reader = readers.made();
        try {
            reader.assign(List.of(partition));
            reader.seek(partition, message);
            for (int polls = 0; polls < POLLS_MAX; polls++) {
                if (isShown(reader, partition, message)) {
                    return;
                }
            }
            throw new IOException("Kafka does not show what was written to the topic " + topic);
        } catch (KafkaException e) {
            throw KafkaTrouble.failed("show what was written to the topic " + topic, e);
        } finally {
            Readers.drop(reader);
        }
    }

    /// Another server that starts at the same moment may have read a later message, and removed
    /// both.
    private static boolean isShown(
            Consumer<byte[], byte[]> reader, TopicPartition partition, long message) {
        try {
            return !reader.poll(POLL).isEmpty();
        } catch (OffsetOutOfRangeException e) {
            Long first = reader.beginningOffsets(Set.of(partition)).get(partition);
            if (first != null && first > message) {
                return true;
            }
            throw e;
        }
    }
}
