package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topics of logs: each has one partition, three replicas, and keeps what it has until it is
/// told that it is delivered. Safe for use from many threads.
final class Topics implements AutoCloseable {
    private static final int REPLICAS = 3;
    private static final String IN_SYNC_MIN = "2";

    /// Some seconds.
    private static final int LOOKS_MAX = 200;

    private final Admin admin;
    private final KafkaSettings settings;

    Topics(KafkaSettings settings, ClientSettings clients) {
        this.settings = settings;
        this.admin = Admin.create(clients.forAdmin());
    }

    /// The name of a log's topic.
    String nameOf(String log) {
        return settings.topicPrefix() + log;
    }

    static TopicPartition partition(String topic) {
        return new TopicPartition(topic, 0);
    }

    /// How many brokers there are.
    int brokers() throws IOException {
        return KafkaTrouble.answer(admin.describeCluster().nodes(), "tell which brokers there are")
                .size();
    }

    /// Makes a topic, unless it is there.
    void make(String topic) throws IOException {
        make(wanted(topic));
    }

    private void make(NewTopic topic) throws IOException {
        try {
            KafkaTrouble.answer(
                    admin.createTopics(List.of(topic)).all(), "make the topic " + topic.name());
        } catch (IOException e) {
            if (!KafkaTrouble.isOf(e, TopicExistsException.class)) {
                throw e;
            }
        }
    }

    /// The partitions of the topic of slots, which is made if it is not there.
    int slots(String topic, int atFirst) throws IOException {
        Optional<TopicDescription> found = describe(topic);
        if (found.isEmpty()) {
            short replicas = (short) Math.min(REPLICAS, brokers());
            make(new NewTopic(topic, atFirst, replicas));
            found = awaited(topic);
        }
        return found.orElseThrow(
                        () -> new IOException("Kafka made the topic " + topic + ", and has it not"))
                .partitions()
                .size();
    }

    private NewTopic wanted(String topic) throws IOException {
        short replicas = (short) REPLICAS;
        Map<String, String> config =
                new HashMap<>(
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                "-1",
                                TopicConfig.RETENTION_BYTES_CONFIG,
                                "-1",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(ClientSettings.MESSAGE_BYTES_MAX),
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                IN_SYNC_MIN,
                                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                                "false"));
        if (settings.allowsUnreplicated()) {
            replicas = (short) Math.min(REPLICAS, brokers());
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas < REPLICAS ? "1" : "2");
        }
        return new NewTopic(topic, 1, replicas).configs(config);
    }

    /// What Kafka has of a topic, if it is there.
    Optional<TopicDescription> describe(String topic) throws IOException {
        try {
            return Optional.ofNullable(
                    KafkaTrouble.answer(
                                    admin.describeTopics(List.of(topic)).allTopicNames(),
                                    "describe the topic " + topic)
                            .get(topic));
        } catch (IOException e) {
            if (KafkaTrouble.isOf(e, UnknownTopicOrPartitionException.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The same of a topic that should be there: a broker may know of a new one a moment later than
    /// the one that made it, or after a start.
    Optional<TopicDescription> awaited(String topic) throws IOException {
        Optional<TopicDescription> found = describe(topic);
        for (int looks = 1; found.isEmpty() && looks < LOOKS_MAX; looks++) {
            Pauses.rest();
            found = describe(topic);
        }
        return found;
    }

    /// Whether a topic is not there, and does not come within the time that a new one needs to be
    /// seen everywhere. One that nobody can ask about is not gone.
    boolean isGone(String topic) {
        try {
            return awaited(topic).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /// Makes sure that a topic keeps what it is given.
    ///
    /// @throws IOException with what to do, when it does not
    void checkKept(TopicDescription topic) throws IOException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Map<ConfigResource, Config> configs =
                KafkaTrouble.answer(
                        admin.describeConfigs(List.of(resource)).all(),
                        "tell the configuration of the topic " + topic.name());
        List<String> faults = faults(topic, configs.getOrDefault(resource, new Config(List.of())));
        if (!faults.isEmpty()) {
            throw new IOException(
                    "The topic %s does not keep records as a log must: %s. Change that with kafka-configs.sh or kafka-reassign-partitions.sh"
                            .formatted(topic.name(), String.join("; ", faults)));
        }
    }

    private List<String> faults(TopicDescription topic, Config config) {
        List<String> faults = new ArrayList<>();
        if (topic.partitions().size() != 1) {
            faults.add("it has " + topic.partitions().size() + " partitions and must have 1");
        }
        check(config, TopicConfig.CLEANUP_POLICY_CONFIG, "delete", faults);
        check(config, TopicConfig.RETENTION_MS_CONFIG, "-1", faults);
        check(config, TopicConfig.RETENTION_BYTES_CONFIG, "-1", faults);
        check(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false", faults);
        int messageBytes = number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (messageBytes < ClientSettings.MESSAGE_BYTES_MAX) {
            faults.add(
                    "max.message.bytes is %d and must be %d"
                            .formatted(messageBytes, ClientSettings.MESSAGE_BYTES_MAX));
        }
        if (!settings.allowsUnreplicated()) {
            int replicas =
                    topic.partitions().stream()
                            .map(TopicPartitionInfo::replicas)
                            .mapToInt(Collection::size)
                            .min()
                            .orElse(0);
            if (replicas < REPLICAS) {
                faults.add("it has %d replicas and must have %d".formatted(replicas, REPLICAS));
            }
            if (number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG) < 2) {
                faults.add("min.insync.replicas is below 2");
            }
        }
        return faults;
    }

    private static void check(Config config, String name, String wanted, List<String> faults) {
        String found = config.get(name) == null ? "unknown" : config.get(name).value();
        if (!wanted.equals(found)) {
            faults.add("%s is %s and must be %s".formatted(name, found, wanted));
        }
    }

    private static int number(Config config, String name) {
        return config.get(name) == null ? 0 : Integer.parseInt(config.get(name).value());
    }

    /// The first message that a topic still has, or would have.
    long firstMessage(String topic) throws IOException {
        return offset(topic, OffsetSpec.earliest());
    }

    /// The message that is next, of those that no broker's death can take back.
    long nextMessage(String topic) throws IOException {
        return offset(topic, OffsetSpec.latest());
    }

    private long offset(String topic, OffsetSpec which) throws IOException {
        return KafkaTrouble.answer(
                        admin.listOffsets(Map.of(partition(topic), which))
                                .partitionResult(partition(topic)),
                        "tell what the topic " + topic + " has")
                .offset();
    }

    /// Removes the messages before these.
    void trim(Map<String, Long> firstKept) throws IOException {
        Map<TopicPartition, RecordsToDelete> wanted = new HashMap<>();
        firstKept.forEach((topic, first) ->
                wanted.put(partition(topic), RecordsToDelete.beforeOffset(first)));
        KafkaTrouble.answer(admin.deleteRecords(wanted).all(), "remove what is delivered");
    }

    /// Removes topics. That one is not there is what was wanted.
    void delete(Collection<String> topics) throws IOException {
        for (String topic : topics) {
            try {
                KafkaTrouble.answer(
                        admin.deleteTopics(List.of(topic), new DeleteTopicsOptions()).all(),
                        "remove the topic " + topic);
            } catch (IOException e) {
                if (!KafkaTrouble.isOf(e, UnknownTopicOrPartitionException.class)) {
                    throw e;
                }
            }
        }
    }

    /// The ids of all logs that have topics, and what else has the prefix.
    Set<String> stored() throws IOException {
        Set<String> logs = new TreeSet<>();
        for (String topic : KafkaTrouble.answer(admin.listTopics().names(), "list the topics")) {
            if (topic.startsWith(settings.topicPrefix())) {
                logs.add(topic.substring(settings.topicPrefix().length()));
            }
        }
        return logs;
    }

    /// The damage of a log whose topic is another one, or gone.
    static LogDamagedException anotherTopic(String topic, String expected, String found) {
        return new LogDamagedException(
                "The Kafka topic " + topic, 0, "the topic with the id " + expected, found);
    }

    @Override
    public void close() {
        admin.close();
    }
}
