package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.kafka.KafkaReach;
import io.hydrant.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Whether this server can take requests now, as a load balancer wants to know: it knows what other
/// nodes change, Kafka answers, and it is not about to stop. Looked up once a second at most,
/// however many ask. Safe for use from many threads.
final class Readiness implements AutoCloseable {
    /// After ten seconds keys other than the root's are not served; whoever asks should have looked
    /// away before.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Database catalog;
    private final Optional<KafkaReach> kafka;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean isLeaving;
    private volatile Optional<String> ofKafka = Optional.empty();
    private volatile long lookedAtNanos = System.nanoTime() - FRESH_NANOS;
    private volatile boolean hasLooked;

    Readiness(Database catalog, Optional<KafkaSettings> kafka) {
        this.catalog = catalog;
        this.kafka = kafka.map(KafkaReach::new);
    }

    /// Why it is not ready; empty when it is.
    Optional<String> obstacle() {
        if (isLeaving) {
            return Optional.of("This server is stopping");
        }
        Duration silence = catalog.silence();
        if (silence.compareTo(SILENCE_MAX) > 0) {
            return Optional.of(
                    "The database was not heard of for %d s".formatted(silence.toSeconds()));
        }
        return kafkaTrouble();
    }

    /// Why Kafka cannot be reached, as it was a second ago at most; while somebody looks, as it was
    /// before.
    Optional<String> kafkaTrouble() {
        boolean isOld = System.nanoTime() - lookedAtNanos >= FRESH_NANOS;
        if (kafka.isEmpty() || !isOld) {
            return ofKafka;
        }
        if (hasLooked) {
            if (looking.tryLock()) {
                look();
            }
        } else {
            looking.lock();
            look();
        }
        return ofKafka;
    }

    /// With the lock, which it gives back.
    private void look() {
        try {
            if (System.nanoTime() - lookedAtNanos >= FRESH_NANOS) {
                ofKafka = kafka.orElseThrow().trouble();
                lookedAtNanos = System.nanoTime();
                hasLooked = true;
            }
        } finally {
            looking.unlock();
        }
    }

    /// It is not ready anymore.
    void leave() {
        isLeaving = true;
    }

    @Override
    public void close() {
        kafka.ifPresent(KafkaReach::close);
    }
}
