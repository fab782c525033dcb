package io.hydrant.kafka;

import io.hydrant.core.log.UncertainAppendException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Sends messages, of all logs, and waits until Kafka has each on as many brokers as the topic
/// wants. Kafka's client repeats by itself what a broker that dies leaves unanswered, and no
/// message is there twice for that. Safe for use from many threads.
final class Appender implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    /// A message that waits for so long gives reason to look whether its topic is there. Longer
    /// than most answers take, and than a broker's death is noticed.
    private static final long SLOW_MILLIS = 2_000;

    private static final long STEP_MILLIS = 200;

    private final ClientSettings settings;

    /// Whether a topic is gone for certain.
    private final Predicate<String> gone;

    /// Looks for topics that are under way: one for each topic, however many wait.
    private final ConcurrentMap<String, CompletableFuture<Boolean>> looks =
            new ConcurrentHashMap<>();

    /// Guards that the client is replaced once.
    private final ReentrantLock renewing = new ReentrantLock();

    private volatile Producer<byte[], byte[]> producer;

    Appender(ClientSettings settings) {
        this(settings, _ -> false);
    }

    Appender(ClientSettings settings, Predicate<String> gone) {
        this.settings = settings;
        this.gone = gone;
        this.producer = new KafkaProducer<>(settings.forProducer());
    }

    /// Appends a message and returns where it is.
    ///
    /// @throws UncertainAppendException when no answer came: it may be there, or be there later
    /// @throws IOException when it is not there
    long append(String topic, byte @Nullable [] key, byte @Nullable [] value) throws IOException {
        RecordMetadata answer = answer(topic, sent(topic, key, value));
        if (!answer.hasOffset()) {
            throw uncertain(topic, new KafkaException("it has the message, and not where"));
        }
        return answer.offset();
    }

    private Future<RecordMetadata> sent(
            String topic, byte @Nullable [] key, byte @Nullable [] value) throws IOException {
        Producer<byte[], byte[]> used = producer;
        try {
            return used.send(new ProducerRecord<>(topic, 0, key, value));
        } catch (InterruptException e) {
            throw interrupted(topic);
        } catch (ApiException e) {
            throw KafkaTrouble.failed("take records for the topic " + topic, e);
        } catch (KafkaException | IllegalStateException e) {
            renew(used); // It is of no use anymore.
            throw KafkaTrouble.failed("take records for the topic " + topic, e);
        }
    }

    /// Appends messages in their order, and returns when all are there.
    void appendAll(String topic, byte @Nullable [] key, List<byte[]> values) throws IOException {
        List<Future<RecordMetadata>> all = new ArrayList<>(values.size());
        for (byte[] value : values) {
            all.add(sent(topic, key, value));
        }
        long last = -1;
        for (Future<RecordMetadata> each : all) {
            last = answer(topic, each).offset();
        }
        assert last >= 0 || values.isEmpty();
    }

    /// Kafka's client tries for half a minute to find a topic that was deleted.
    private RecordMetadata awaited(String topic, Future<RecordMetadata> sent)
            throws InterruptedException, ExecutionException, TopicGoneException {
        try {
            return sent.get(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            CompletableFuture<Boolean> look = look(topic);
            while (true) {
                try {
                    return sent.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException still) {
                    if (look.isDone() && look.join()) {
                        throw new TopicGoneException(topic);
                    }
                }
            }
        }
    }

    private CompletableFuture<Boolean> look(String topic) {
        return looks.computeIfAbsent(
                topic,
                wanted -> {
                    CompletableFuture<Boolean> look = new CompletableFuture<>();
                    Thread.ofVirtual()
                            .name("kafka-look")
                            .start(() -> {
                                try {
                                    look.complete(gone.test(wanted));
                                } finally {
                                    look.complete(false); // Unless it is known by now.
                                    looks.remove(wanted, look);
                                }
                            });
                    return look;
                });
    }

    private RecordMetadata answer(String topic, Future<RecordMetadata> sent) throws IOException {
        try {
            return awaited(topic, sent);
        } catch (InterruptedException e) {
            throw interrupted(topic);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof RecordTooLargeException
                    || cause instanceof AuthorizationException) {
                throw KafkaTrouble.failed("take records for the topic " + topic, cause);
            }
            throw uncertain(topic, cause);
        }
    }

    private static UncertainAppendException uncertain(String topic, Throwable cause) {
        return new UncertainAppendException(
                "Whether the Kafka topic %s has the records is not known: %s"
                        .formatted(topic, KafkaTrouble.reason(cause)),
                cause);
    }

    /// The message goes its way all the same.
    private static UncertainAppendException interrupted(String topic) {
        Thread.currentThread().interrupt();
        return uncertain(topic, new InterruptedIOException("interrupted"));
    }

    private void renew(Producer<byte[], byte[]> broken) {
        renewing.lock();
        try {
            if (producer.equals(broken)) {
                producer = new KafkaProducer<>(settings.forProducer());
                broken.close(Duration.ZERO);
            }
        } finally {
            renewing.unlock();
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
