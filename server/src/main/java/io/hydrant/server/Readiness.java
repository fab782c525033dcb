package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.kafka.KafkaReach;
import io.hydrant.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Whether this server can take requests now, as a load balancer wants to know: it knows what other
/// nodes change, Kafka answers, and it is not about to stop. Looked up once a second at most,
/// however many ask. Safe for use from many threads.
final class Readiness implements AutoCloseable {
    /// Until then puts are taken by what was known; after it keys other than the root's are not
    /// served.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Database catalog;
    private final Optional<KafkaReach> kafka;
    private final boolean asksForKeys;
    private final Supplier<Optional<String>> clockTrouble;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean isLeaving;
    private volatile Optional<String> ofKafka = Optional.empty();
    private volatile long lookedAtNanos = System.nanoTime() - FRESH_NANOS;
    private volatile boolean hasLooked;

    /// @param asksForKeys whether somebody must be known to be served
    /// @param clockTrouble why this machine's clock keeps it from serving
    Readiness(
            Database catalog,
            Optional<KafkaSettings> kafka,
            boolean asksForKeys,
            Supplier<Optional<String>> clockTrouble) {
        this.asksForKeys = asksForKeys;
        this.clockTrouble = clockTrouble;
        this.catalog = catalog;
        this.kafka = kafka.map(KafkaReach::new);
    }

    /// Why it is not ready; empty when it is.
    Optional<String> obstacle() {
        if (isLeaving) {
            return Optional.of("This server is stopping");
        }
        return catalog.trouble().or(clockTrouble).or(this::silence).or(this::kafkaTrouble);
    }

    private Optional<String> silence() {
        Duration silence = catalog.silence();
        return asksForKeys && silence.compareTo(SILENCE_MAX) >= 0
                ? Optional.of(
                        "The database was not heard of for %d s: the key of the root alone is served"
                                .formatted(silence.toSeconds()))
                : Optional.empty();
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
