package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

/// What the logs of one process share.
///
/// @param headers clients that read little at once, and `payloads` much
/// @param scratch the folder of files that are gone after a start
/// @param expectedEnds how far logs had come, as something else than Kafka tells
record TopicParts(
        Topics topics,
        LogTable table,
        Readers headers,
        Readers payloads,
        Path scratch,
        ConcurrentMap<String, Long> expectedEnds) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Waits until a log is counted up to where its topic ends now.
    ///
    /// @throws IOException when that takes long; it goes on meanwhile
    /// @throws LogDamagedException when it ends before it should
    void catchUp(TopicLog log) throws IOException {
        long wanted = topics.nextMessage(log.topic());
        if (!log.awaitCounted(wanted, PATIENCE)) {
            log.checkNotStopped();
            throw new IOException(
                    "The topic %s is still being read: message %d of %d"
                            .formatted(log.topic(), log.end().message(), wanted));
        }
        long expected = expectedEnds.getOrDefault(log.id(), 0L);
        long found = log.end().point().position();
        if (found < expected) {
            throw log.stopped(
                    log.damaged(
                            wanted,
                            "records up to position " + expected + ", which were acknowledged",
                            "records up to position " + found));
        }
    }
}
