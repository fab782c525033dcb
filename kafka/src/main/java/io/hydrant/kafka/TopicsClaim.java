package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Whose the topics of a prefix are: one catalog's, and no other's. The first message of a topic of
/// its own names the catalog, and the catalog names the topic. So a server is refused that would
/// deliver the streams of others by their Kafka, or look for its own streams in another one.
///
/// The catalog's name for itself is written down there first, then in Kafka, and at last that Kafka
/// has it: a start that was killed between two of these is finished by the next.
final class TopicsClaim {
    /// What the topic is called behind the prefix, and the log in the catalog.
    static final String NAME = "catalog";

    private static final int POLLS_MAX = 40;
    private static final int FETCH_BYTES = 4096;
    private static final Duration POLL = Duration.ofMillis(250);

    private final KafkaSettings settings;
    private final LogTable table;
    private final Topics topics;
    private final ClientSettings clients;
    private final String topic;

    private TopicsClaim(
            KafkaSettings settings, LogTable table, Topics topics, ClientSettings clients) {
        this.settings = settings;
        this.table = table;
        this.topics = topics;
        this.clients = clients;
        this.topic = topics.nameOf(NAME);
    }

    /// Makes sure that the topics are this catalog's, or nobody's yet: then they are its own from
    /// now on.
    ///
    /// @throws IOException with what to do, when they are another's
    static void make(KafkaSettings settings, Database catalog) throws IOException {
        ClientSettings clients = new ClientSettings(settings);
        try (Topics topics = new Topics(settings, clients)) {
            new TopicsClaim(settings, new LogTable(catalog), topics, clients).make();
        }
    }

    private void make() throws IOException {
        refuseOtherPrefix();
        LogTable.Claim own = table.claim(NAME, UUID.randomUUID().toString());
        Optional<String> found = topics.describe(topic).isPresent() ? first() : Optional.empty();
        if (found.isEmpty() && own.isMade()) {
            throw new IOException(
                    "Kafka at %s has not what this catalog knows of it: the topic %s names no catalog. See that --kafka and --kafka-topics are those of this catalog's other starts and nodes, and that no topics were removed. If they were moved to this Kafka whole, but for that one: run DELETE FROM log_topic WHERE log_id = '%s' in the catalog."
                            .formatted(settings.brokers(), topic, NAME));
        }
        if (found.isEmpty()) {
            found = Optional.of(claimed(own.id()));
        }
        if (!found.get().equals(own.id())) {
            throw new IOException(
                    "The topics %s… in Kafka at %s belong to another Hydrant, whose catalog is %s; this one's is %s. Give this server a prefix of its own with --kafka-topics, or start it with the --database that the others have."
                            .formatted(
                                    settings.topicPrefix(),
                                    settings.brokers(),
                                    found.get(),
                                    own.id()));
        }
        if (!own.isMade()) {
            table.claimMade(NAME, topic);
        }
    }

    /// Also of catalogs from before there were claims.
    private void refuseOtherPrefix() throws IOException {
        Optional<String> other = table.topicWithout(settings.topicPrefix());
        if (other.isPresent()) {
            throw new IOException(
                    "The logs of this catalog are in topics such as %s, which do not begin with %s. Start with the --kafka-topics of this catalog's other starts and nodes."
                            .formatted(other.get(), settings.topicPrefix()));
        }
    }

    /// Another that wants the topics at the same moment may have been quicker.
    private String claimed(String id) throws IOException {
        topics.make(topic);
        if (topics.awaited(topic).isEmpty()) {
            throw new IOException("Kafka made the topic " + topic + ", and has it not");
        }
        try (Appender appender = new Appender(clients)) {
            long message = appender.append(topic, null, id.getBytes(UTF_8));
            return first().orElseThrow(() ->
                    new IOException(
                            "Kafka does not show message %d of the topic %s"
                                    .formatted(message, topic)));
        }
    }

    private Optional<String> first() throws IOException {
        if (topics.firstMessage(topic) == topics.nextMessage(topic)) {
            return Optional.empty();
        }
        TopicPartition partition = Topics.partition(topic);
        try (Readers readers = new Readers(clients, FETCH_BYTES)) {
            Consumer<byte[], byte[]> reader = readers.made();
            try {
                reader.assign(List.of(partition));
                reader.seekToBeginning(List.of(partition));
                for (int polls = 0; polls < POLLS_MAX; polls++) {
                    for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                        return Optional.of(new String(message.value(), UTF_8));
                    }
                }
                throw new IOException(
                        "Kafka does not show what the topic " + topic + " begins with");
            } catch (KafkaException e) {
                throw KafkaTrouble.failed("show what the topic " + topic + " begins with", e);
            } finally {
                Readers.drop(reader);
            }
        }
    }
}
