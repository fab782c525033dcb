package io.hydrant.kafka;

import java.io.IOException;

/// A topic that was there is not: somebody has deleted it.
final class TopicGoneException extends IOException {
    private static final long serialVersionUID = 1;

    TopicGoneException(String topic) {
        super("There is no Kafka topic " + topic + " anymore");
    }
}
