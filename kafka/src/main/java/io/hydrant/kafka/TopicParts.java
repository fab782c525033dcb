package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogSeals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/// What the logs of one process share.
///
/// @param scratch the folder of files that are gone after a start
/// @param seals the keys of what is encrypted
/// @param expectedEnds how far logs had come, as something else than Kafka tells
record TopicParts(
        Broker broker,
        LogTable table,
        CountingWait counting,
        Path scratch,
        LogSeals seals,
        ConcurrentMap<String, Long> expectedEnds) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Where a topic begins that others may have trimmed, which the log knows from now on; nothing
    /// when it begins where nobody noted how to go on.
    Optional<LogPlace> begin(TopicLog log) throws IOException {
        long first = broker.firstMessage(log.topic());
        if (first <= log.begin().offset()) {
            return Optional.of(log.begin());
        }
        Optional<LogPlace> begin =
                table.milestones(log.id()).stream()
                        .filter(noted -> noted.message() >= first)
                        .map(Milestone::place)
                        .findFirst();
        begin.filter(place -> place.offset() <= log.end().message()).ifPresent(log::trimmed);
        return begin;
    }

    /// Waits until a log is counted up to where its topic ends now.
    ///
    /// @throws IOException when that takes long; it goes on meanwhile
    /// @throws LogDamagedException when it ends before it should
    void catchUp(TopicLog log) throws IOException {
        long wanted = broker.nextMessage(log.topic());
        if (!counting.isCounted(log, wanted, PATIENCE)) {
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
