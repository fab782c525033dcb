package io.hydrant.kafka;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/// Clients of Kafka that read a topic from somewhere on. A few that are not used are kept, since
/// one takes long to make. Safe for use from many threads; what is borrowed is for one.
final class Readers implements AutoCloseable {
    private static final int IDLE_MAX = 8;

    private final ClientSettings settings;
    private final int fetchBytes;
    private final Queue<Consumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

    /// @param fetchBytes how much is fetched at once
    Readers(ClientSettings settings, int fetchBytes) {
        this.settings = settings;
        this.fetchBytes = fetchBytes;
    }

    Consumer<byte[], byte[]> borrow() {
        Consumer<byte[], byte[]> known = idle.poll();
        return known == null ? made() : known;
    }

    /// One that reads no topic yet.
    Consumer<byte[], byte[]> made() {
        return new KafkaConsumer<>(settings.forConsumer(fetchBytes));
    }

    /// It forgets what it has fetched.
    void giveBack(Consumer<byte[], byte[]> reader) {
        if (idle.size() < IDLE_MAX) {
            reader.unsubscribe();
            idle.add(reader);
        } else {
            drop(reader);
        }
    }

    /// It failed, or is one too many.
    static void drop(Consumer<byte[], byte[]> reader) {
        try {
            reader.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            System.getLogger(Readers.class.getName())
                    .log(System.Logger.Level.DEBUG, "A client of Kafka could not be closed", e);
        }
    }

    @Override
    public void close() {
        Consumer<byte[], byte[]> next = idle.poll();
        while (next != null) {
            drop(next);
            next = idle.poll();
        }
    }
}
