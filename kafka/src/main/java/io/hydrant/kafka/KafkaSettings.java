package io.hydrant.kafka;

import java.util.Map;

/// Where Kafka is, and how it is used.
///
/// @param brokers `HOST:PORT,…` of some of the brokers
/// @param own settings of Kafka's clients themselves: how they connect ([ClientSettings])
/// @param topicPrefix what the names of all topics begin with
/// @param allowsUnreplicated whether records may be on one broker only: for laptops and tests
public record KafkaSettings(
        String brokers, Map<String, String> own, String topicPrefix, boolean allowsUnreplicated) {
    public static final String TOPIC_PREFIX = "hydrant.";

    public KafkaSettings {
        own = Map.copyOf(own);
        if (!topicPrefix.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "A prefix of topics has 1 to 100 letters, digits, '.', '_' and '-', but is "
                            + topicPrefix);
        }
    }
}
