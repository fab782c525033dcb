package io.hydrant.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// Kafka, by its clients. Safe for use from many threads.
final class KafkaBroker implements Broker {
    private static final int LITTLE_BYTES = 64 * 1024;
    private static final int MUCH_BYTES = 1024 * 1024;

    /// How long a client waits for messages.
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topics topics;
    private final Appender appender;
    private final Readers little;
    private final Readers much;

    KafkaBroker(KafkaSettings settings) {
        ClientSettings clients = new ClientSettings(settings);
        this.topics = new Topics(settings, clients);
        this.appender = new Appender(clients, topics::isGone);
        this.little = new Readers(clients, LITTLE_BYTES);
        this.much = new Readers(clients, MUCH_BYTES);
    }

    @Override
    public String nameOf(String log) {
        return topics.nameOf(log);
    }

    @Override
    public Set<String> stored() throws IOException {
        return topics.stored();
    }

    @Override
    public Optional<String> idOf(String topic) throws IOException {
        return topics.describe(topic).map(KafkaBroker::id);
    }

    @Override
    public Optional<String> awaitedIdOf(String topic) throws IOException {
        return topics.awaited(topic).map(KafkaBroker::id);
    }

    private static String id(TopicDescription topic) {
        return topic.topicId().toString();
    }

    @Override
    public void make(String topic) throws IOException {
        topics.make(topic);
    }

    @Override
    public void checkKept(String topic) throws IOException {
        TopicDescription found =
                topics.awaited(topic)
                        .orElseThrow(() -> new IOException("Kafka has no topic " + topic));
        topics.checkKept(found);
    }

    @Override
    public void delete(String topic) throws IOException {
        topics.delete(List.of(topic));
    }

    @Override
    public long append(String topic, byte @Nullable [] key, byte @Nullable [] value)
            throws IOException {
        return appender.append(topic, key, value);
    }

    @Override
    public void appendAll(String topic, byte @Nullable [] key, List<byte[]> values)
            throws IOException {
        appender.appendAll(topic, key, values);
    }

    @Override
    public long firstMessage(String topic) throws IOException {
        return topics.firstMessage(topic);
    }

    @Override
    public long nextMessage(String topic) throws IOException {
        return topics.nextMessage(topic);
    }

    @Override
    public void trim(Map<String, Long> firstKept) throws IOException {
        topics.trim(firstKept);
    }

    @Override
    public Cursor read(String topic, long from, Fetch fetch) {
        return new OfOneTopic(
                switch (fetch) {
                    case LITTLE -> little;
                    case MUCH -> much;
                },
                topic,
                from);
    }

    @Override
    public Follower follower() {
        return new OfManyTopics(much.made());
    }

    private static List<Message> messages(List<ConsumerRecord<byte[], byte[]>> found) {
        List<Message> messages = new ArrayList<>(found.size());
        for (ConsumerRecord<byte[], byte[]> each : found) {
            messages.add(new Message(each.offset(), each.key(), each.value()));
        }
        return messages;
    }

    /// Borrows a client with the first question, and another one after a failure.
    private static final class OfOneTopic implements Cursor {
        private final Readers readers;
        private final String topic;
        private final TopicPartition partition;
        private long next;
        private @Nullable Consumer<byte[], byte[]> consumer;

        OfOneTopic(Readers readers, String topic, long from) {
            this.readers = readers;
            this.topic = topic;
            this.partition = Topics.partition(topic);
            this.next = from;
        }

        @Override
        public List<Message> next() throws IOException {
            try {
                List<Message> found = messages(opened().poll(POLL).records(partition));
                if (!found.isEmpty()) {
                    next = found.getLast().number() + 1;
                }
                return found;
            } catch (OffsetOutOfRangeException e) {
                throw new MessagesGoneException(Set.of(topic), e);
            } catch (KafkaException e) {
                drop();
                throw KafkaTrouble.failed("read the topic " + topic, e);
            }
        }

        private Consumer<byte[], byte[]> opened() {
            Consumer<byte[], byte[]> used = consumer;
            if (used == null) {
                used = readers.borrow();
                consumer = used;
                used.assign(List.of(partition));
                used.seek(partition, next);
            }
            return used;
        }

        /// It failed, and may fail again.
        private void drop() {
            Consumer<byte[], byte[]> used = consumer;
            consumer = null;
            if (used != null) {
                Readers.drop(used);
            }
        }

        @Override
        public void close() {
            Consumer<byte[], byte[]> used = consumer;
            consumer = null;
            if (used != null) {
                readers.giveBack(used);
            }
        }
    }

    /// One client for all of them.
    private static final class OfManyTopics implements Follower {
        private final Consumer<byte[], byte[]> consumer;

        OfManyTopics(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void follow(Set<String> topics) throws IOException {
            try {
                consumer.assign(topics.stream().map(Topics::partition).toList());
            } catch (KafkaException e) {
                throw failed(e);
            }
        }

        @Override
        public void goTo(String topic, long message) throws IOException {
            try {
                consumer.seek(Topics.partition(topic), message);
            } catch (KafkaException e) {
                throw failed(e);
            }
        }

        @Override
        public Map<String, List<Message>> next() throws IOException {
            try {
                ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
                Map<String, List<Message>> byTopic = new HashMap<>();
                for (TopicPartition partition : found.partitions()) {
                    byTopic.put(partition.topic(), messages(found.records(partition)));
                }
                return byTopic;
            } catch (WakeupException e) {
                return Map.of();
            } catch (OffsetOutOfRangeException e) {
                throw new MessagesGoneException(
                        e.offsetOutOfRangePartitions().keySet().stream()
                                .map(TopicPartition::topic)
                                .collect(Collectors.toSet()),
                        e);
            } catch (InterruptException e) {
                Thread.interrupted(); // Whoever asks looks whether it is to end.
                return Map.of();
            } catch (KafkaException e) {
                throw failed(e);
            }
        }

        private static IOException failed(KafkaException e) {
            return KafkaTrouble.failed("show what comes", e);
        }

        @Override
        public void wakeUp() {
            consumer.wakeup();
        }

        @Override
        public void close() {
            Readers.drop(consumer);
        }
    }

    /// Waits for what is being sent.
    @Override
    public void close() throws IOException {
        try {
            appender.close();
            little.close();
            much.close();
            topics.close();
        } catch (KafkaException e) {
            throw KafkaTrouble.failed("be left", e);
        }
    }
}
