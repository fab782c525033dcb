package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import java.time.Instant;
import java.util.Optional;

/// Puts a stream's status together.
final class StatusReport {
    private StatusReport() {}

    /// @param progress empty before the log was opened
    static StreamStatus of(
            Optional<Progress> progress,
            History history,
            Optional<Instant> nextDue,
            Optional<String> refusal) {
        return progress.map(at -> of(at, history, nextDue, refusal))
                .orElseGet(() ->
                        new StreamStatus(
                                0,
                                0,
                                Optional.empty(),
                                nextDue,
                                0,
                                0,
                                0,
                                0,
                                0,
                                history.lastDelivery(),
                                history.lastError(),
                                history.failures(),
                                Expired.NOTHING,
                                refusal));
    }

    private static StreamStatus of(
            Progress at, History history, Optional<Instant> nextDue, Optional<String> refusal) {
        Checkpoint checkpoint = at.settled();
        LogPoint delivered = checkpoint.delivered();
        LogPoint end = at.log().end();
        return new StreamStatus(
                at.open().recordCount(),
                at.open().payloadBytes(),
                at.open().knownSince(),
                nextDue,
                end.position() - delivered.position(),
                end.payloadBytes() - delivered.payloadBytes(),
                (int) at.objects().stream().filter(ObjectDelivery::isUnderWay).count(),
                checkpoint.deliveredRecords(),
                checkpoint.objects(),
                history.lastDelivery(),
                history.lastError(),
                history.failures(),
                checkpoint.expired(),
                refusal);
    }
}
