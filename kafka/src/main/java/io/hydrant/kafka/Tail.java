package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/// Reads the topics of all logs that are followed as they grow, and shows each log its messages.
/// One thread and one client of Kafka for all of them. Safe for use from many threads.
final class Tail implements AutoCloseable {
    /// Much of one topic, and a little of each where many grow.
    static final int FETCH_BYTES = 1024 * 1024;

    private static final Logger LOG = System.getLogger(Tail.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Readers readers;
    private final Topics topics;
    private final LogTable table;
    private final ConcurrentMap<TopicPartition, TopicLog> followed = new ConcurrentHashMap<>();

    /// Has a permit when `followed` has changed.
    private final Semaphore changes = new Semaphore(0);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Consumer<byte[], byte[]> consumer;
    private boolean hasFailed;

    /// What the client reads; a log that is new is read from where it is counted.
    private Map<TopicPartition, TopicLog> assigned = Map.of();

    Tail(Readers readers, Topics topics, LogTable table) {
        this.readers = readers;
        this.topics = topics;
        this.table = table;
        this.consumer = readers.made();
        this.thread = Thread.ofPlatform().daemon().name("kafka-tail").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Follows a log from where it is counted.
    void follow(TopicLog log) {
        followed.put(Topics.partition(log.topic()), log);
        hasChanged();
    }

    /// Follows it no more.
    void leave(TopicLog log) {
        followed.remove(Topics.partition(log.topic()));
        hasChanged();
    }

    private void hasChanged() {
        changes.release();
        consumer.wakeup();
    }

    /// Goes on whatever happens: what is followed is read on from where it is counted.
    private void run() {
        while (closed.getCount() > 0) {
            try {
                turn();
                hasFailed = false;
            } catch (WakeupException e) {
                // Something is followed that was not, or this is closed.
            } catch (OffsetOutOfRangeException e) {
                e.offsetOutOfRangePartitions().keySet().forEach(this::lookedFor);
            } catch (InterruptException e) {
                Thread.interrupted();
            } catch (RuntimeException | Error e) {
                tell(e);
                beginAnew(); // What was fetched, and not shown, is fetched again.
            }
        }
        Readers.drop(consumer);
    }

    private void turn() {
        if (changes.drainPermits() > 0) {
            assign();
        }
        if (consumer.assignment().isEmpty()) {
            waitForChange();
            return;
        }
        ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
        for (TopicPartition partition : found.partitions()) {
            TopicLog log = followed.get(partition);
            if (log != null) {
                log.take(found.records(partition));
                if (log.damage().isPresent()) {
                    leave(log);
                }
            }
        }
    }

    private void assign() {
        Map<TopicPartition, TopicLog> now = Map.copyOf(followed);
        consumer.assign(now.keySet());
        now.forEach((partition, log) -> {
            if (!log.equals(assigned.get(partition))) {
                consumer.seek(partition, log.end().message());
            }
        });
        assigned = now;
    }

    private void waitForChange() {
        try {
            if (changes.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.release();
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    /// Messages that come next are not there. When others trimmed them, they noted how to go on;
    /// otherwise they are lost.
    private void lookedFor(TopicPartition partition) {
        TopicLog log = followed.get(partition);
        if (log == null) {
            return;
        }
        try {
            long first = topics.firstMessage(log.topic());
            List<Milestone> noted = new ArrayList<>(table.milestones(log.id()));
            if (log.jumpTo(noted, first)) {
                consumer.seek(partition, log.end().message());
            } else {
                throw log.damaged(
                        log.end().message(),
                        "this message to come next",
                        "a topic that has messages from %d up to %d"
                                .formatted(first, topics.nextMessage(log.topic())));
            }
        } catch (LogDamagedException e) {
            LOG.log(Level.ERROR, "A log has stopped: " + e.getMessage());
            log.stop(e);
            leave(log);
        } catch (IOException | KafkaException e) {
            tell(e);
            rest();
        }
    }

    private void tell(Throwable why) {
        if (!hasFailed && closed.getCount() > 0) {
            LOG.log(Level.WARNING, "Reading from Kafka failed and goes on in a second", why);
        }
        hasFailed = true;
    }

    private void beginAnew() {
        Readers.drop(consumer);
        assigned = Map.of();
        rest();
        try {
            consumer = readers.made();
        } catch (KafkaException e) {
            tell(e);
        }
        changes.release();
    }

    private void rest() {
        try {
            closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
