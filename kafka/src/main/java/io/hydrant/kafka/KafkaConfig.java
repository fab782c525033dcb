package io.hydrant.kafka;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// The settings of Kafka's clients that are an operator's: how to connect, and what it may cost.
/// What promises rest on ([ClientSettings]) is not among them.
public final class KafkaConfig {
    private static final List<String> BEGINNINGS =
            List.of(
                    "security.",
                    "ssl.",
                    "sasl.",
                    "socket.",
                    "reconnect.",
                    "retry.",
                    "metadata.",
                    "compression.");

    private static final Set<String> NAMES =
            Set.of(
                    "client.dns.lookup",
                    "client.rack",
                    "connections.max.idle.ms",
                    "linger.ms",
                    "receive.buffer.bytes",
                    "send.buffer.bytes");

    /// The same for people.
    public static final String ALLOWED_TEXT =
            "security.*, ssl.*, sasl.*, socket.*, reconnect.*, retry.*, metadata.*, compression.*, client.dns.lookup,"
                    + " client.rack, connections.max.idle.ms, linger.ms, receive.buffer.bytes and send.buffer.bytes";

    private KafkaConfig() {}

    /// Reads `name=value` lines, as Kafka's own programs do.
    ///
    /// @throws IllegalArgumentException when they are not such
    public static Map<String, String> read(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        Map<String, String> own = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            own.put(name, properties.getProperty(name, ""));
        }
        return own;
    }

    /// The first of these settings that is not an operator's, if any.
    public static Optional<String> refused(Map<String, String> own) {
        return own.keySet().stream()
                .sorted()
                .filter(name -> BEGINNINGS.stream().noneMatch(name::startsWith))
                .filter(name -> !NAMES.contains(name))
                .findFirst();
    }
}
