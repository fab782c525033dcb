package io.hydrant.kafka;

import java.util.logging.Level;
import java.util.logging.Logger;

/// What Kafka's clients say: every setting of theirs at each start, and each lost connection many
/// times. The parts of this program tell what matters to people.
final class KafkaLogging {
    /// Kept, so that its level is.
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private KafkaLogging() {}

    static void quiet() {
        if (CLIENTS.getLevel() == null) {
            CLIENTS.setLevel(Level.SEVERE);
        }
    }
}
