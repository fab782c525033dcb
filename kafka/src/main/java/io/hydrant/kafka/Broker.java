package io.hydrant.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What keeps the messages of logs, as logs use it: Kafka ([KafkaBroker]). A topic is a sequence of
/// messages that only grows at its end, and loses what it is told to at its beginning. What was
/// acknowledged is never lost, and whatever was shown once stays where it is. Safe for use from
/// many threads.
interface Broker extends AutoCloseable {
    /// How much is fetched at once.
    enum Fetch {
        LITTLE,
        MUCH
    }

    /// Reads a topic from some message on. For one thread.
    interface Cursor extends AutoCloseable {
        /// The messages that come next; none when there were none for a while. After a failure it
        /// goes on where it was.
        ///
        /// @throws MessagesGoneException when the topic has the next one no more
        List<Message> next() throws IOException;

        @Override
        void close();
    }

    /// Reads topics as they grow. For one thread.
    interface Follower extends AutoCloseable {
        /// Reads these topics and no others. One that is new must be told where from.
        void follow(Set<String> topics) throws IOException;

        /// Goes on there.
        void goTo(String topic, long message) throws IOException;

        /// Shows the messages that came, of each topic in their order. Waits for some for a while,
        /// unless it is woken up.
        ///
        /// @throws MessagesGoneException when topics have the next one no more
        Map<String, List<Message>> next() throws IOException;

        /// Ends what waits. May be called from any thread.
        void wakeUp();

        @Override
        void close();
    }

    /// The name of a log's topic.
    String nameOf(String log);

    /// The ids of all logs that have topics, and what else has such a name.
    Set<String> stored() throws IOException;

    /// What tells a topic from another that has, or had, the same name; nothing when it is not
    /// there.
    Optional<String> idOf(String topic) throws IOException;

    /// The same of a topic that should be there, and perhaps is not known everywhere yet.
    Optional<String> awaitedIdOf(String topic) throws IOException;

    /// Makes a topic, unless it is there.
    void make(String topic) throws IOException;

    /// Makes sure that a topic keeps what it is given.
    ///
    /// @throws IOException with what to do, when it does not
    void checkKept(String topic) throws IOException;

    /// Removes a topic. That it is not there is what was wanted.
    void delete(String topic) throws IOException;

    /// Appends a message and returns its number, once nothing can take it back.
    ///
    /// @throws io.hydrant.core.log.UncertainAppendException when no answer came: it may be there,
    ///   or be there later
    /// @throws IOException when it is not there
    long append(String topic, byte @Nullable [] key, byte @Nullable [] value) throws IOException;

    /// Appends messages one behind the other, of somebody who is alone with the topic and begins
    /// anew when one of them fails.
    default void appendAll(String topic, byte @Nullable [] key, List<byte[]> values)
            throws IOException {
        for (byte[] value : values) {
            long message = append(topic, key, value);
            assert message >= 0;
        }
    }

    /// The first message that a topic still has, or would have.
    long firstMessage(String topic) throws IOException;

    /// The message that is next, of those that nothing can take back.
    long nextMessage(String topic) throws IOException;

    /// Removes the messages before these.
    void trim(Map<String, Long> firstKept) throws IOException;

    /// Reads a topic from a message on; asks for nothing yet.
    Cursor read(String topic, long from, Fetch fetch);

    /// Reads no topic yet.
    Follower follower();

    @Override
    void close() throws IOException;
}
