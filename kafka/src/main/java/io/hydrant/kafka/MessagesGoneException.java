package io.hydrant.kafka;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/// The messages that come next in these topics are not there anymore, or never were.
final class MessagesGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> topics;

    MessagesGoneException(Set<String> topics, Throwable cause) {
        super("The messages that come next are not in " + String.join(", ", topics), cause);
        this.topics = new TreeSet<>(topics);
    }

    Set<String> topics() {
        return topics;
    }
}
