package io.hydrant.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How Kafka's clients are set up: how they connect as the operator says, and what promises rest on
/// as written here.
final class ClientSettings {
    /// Longer than a broker's death stops a topic, which is 3 to 13 s by the brokers' settings; and
    /// shorter than clients wait for an answer. What has no answer by then may be stored or not.
    static final int DELIVERY_TIMEOUT_MILLIS = 30_000;

    /// How long one broker may take: a frozen one is left for another after that.
    static final int REQUEST_TIMEOUT_MILLIS = 5_000;

    /// How long an append waits for the leader to be known, or for room among those that wait.
    static final int BLOCK_MILLIS = 10_000;

    /// The largest frame: four times what a function is given at once, 3 MiB, and what one record
    /// of it may become. Requests have 4 MiB at most.
    static final int MESSAGE_BYTES_MAX = 32 * 1024 * 1024;

    /// What may wait to be sent, in all logs together; above what requests may have waiting.
    private static final long WAITING_BYTES_MAX = 2L * MESSAGE_BYTES_MAX;

    /// Requests of one log that wait together are sent together.
    private static final int BATCH_BYTES = 128 * 1024;

    private final Map<String, String> common = new HashMap<>();

    ClientSettings(KafkaSettings settings) {
        KafkaConfig.refused(settings.own())
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "The setting "
                                    + name
                                    + " of Kafka's clients is not for others to set.");
                });
        common.putAll(settings.own());
        common.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
        common.put(ProducerConfig.CLIENT_ID_CONFIG, "hydrant");
    }

    /// For administration. Requests that fail are repeated until the time is over.
    Map<String, Object> forAdmin() {
        Map<String, Object> admin = new HashMap<>(common);
        admin.keySet()
                .removeIf(name -> name.startsWith("compression.") || name.equals("linger.ms"));
        admin.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        admin.put("default.api.timeout.ms", BLOCK_MILLIS);
        return admin;
    }

    Map<String, Object> forProducer() {
        Map<String, Object> producer = new HashMap<>(common);
        producer.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "0");
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        producer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES_MAX);
        producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, WAITING_BYTES_MAX);
        producer.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return producer;
    }

    /// For being a member of a group that divides partitions among its members, and reading
    /// nothing.
    ///
    /// @param member by which the group knows it again
    Map<String, Object> forMember(
            String group, String member, Duration session, Duration heartbeat) {
        Map<String, Object> settings = forConsumer(1024);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) heartbeat.toMillis());
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return settings;
    }

    /// For reading where it is told to, and nowhere else: no group, and no reset to the beginning
    /// or the end.
    ///
    /// @param fetchBytes how much is fetched of a topic at once; a larger message comes alone
    Map<String, Object> forConsumer(int fetchBytes) {
        Map<String, Object> consumer = new HashMap<>(common);
        consumer.keySet()
                .removeIf(name -> name.startsWith("compression.") || name.equals("linger.ms"));
        consumer.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
        consumer.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * fetchBytes);
        consumer.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        consumer.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return consumer;
    }
}
