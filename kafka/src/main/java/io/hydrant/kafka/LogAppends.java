package io.hydrant.kafka;

import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.UncertainAppendException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;

/// How records come into one log. Safe for use from many threads.
sealed interface LogAppends {
    /// Appends all records, or none, and returns the number of the first.
    long append(RecordBatch batch) throws IOException;

    /// The log's reader has begun an epoch.
    void tookOver(long epoch) throws IOException;

    /// Records that any process appends, as requests bring them.
    record OfRequests(String id, KafkaLogs logs) implements LogAppends {
        @Override
        public long append(RecordBatch batch) throws IOException {
            return logs.append(id, batch);
        }

        @Override
        public void tookOver(long epoch) {
            // What requests bring counts whoever reads it.
        }
    }

    /// Records that the log's reader alone appends. What one writes whose epoch is over does not
    /// count, and it hears so: an append returns when its message is counted.
    final class OfReader implements LogAppends {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final TopicLog log;
        private final Broker broker;
        private final CountingWait counting;
        private final InstantSource clock;
        private volatile long epoch;

        OfReader(TopicLog log, Broker broker, CountingWait counting, InstantSource clock) {
            this.log = log;
            this.broker = broker;
            this.counting = counting;
            this.clock = clock;
        }

        @Override
        public long append(RecordBatch batch) throws IOException {
            log.checkNotStopped();
            long mine = epoch;
            checkNotOver(mine, log.epoch() > mine);
            LooseFrame frame = LooseFrame.of(batch, clock.instant());
            long message = broker.append(log.topic(), key(mine), frame.bytes());
            awaitCounted(message);
            checkNotOver(mine, log.isSkipped(message));
            return KafkaLogs.number(message);
        }

        private void checkNotOver(long mine, boolean isOver) throws EpochOverException {
            if (isOver) {
                throw new EpochOverException(mine, log.epoch());
            }
        }

        /// Writes the mark of the epoch, behind which nothing counts that earlier ones write.
        @Override
        public void tookOver(long begun) throws IOException {
            awaitCounted(broker.append(log.topic(), key(begun), null));
            epoch = begun;
        }

        private void awaitCounted(long message) throws IOException {
            if (!counting.isCounted(log, message + 1, PATIENCE)) {
                log.checkNotStopped();
                throw new UncertainAppendException(
                        "Kafka has message %d of the topic %s, but does not show it"
                                .formatted(message, log.topic()),
                        new IOException("not within " + PATIENCE.toSeconds() + " s"));
            }
        }

        private static byte[] key(long epoch) {
            return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
        }
    }
}
