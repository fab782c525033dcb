package io.hydrant.core.delivery;

import io.hydrant.core.log.ShardLog;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamError;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.Destination;
import java.time.Instant;
import java.util.Optional;

/// The way of a stream's errors to whoever writes them where the stream wants them. Nothing of one
/// that wants none goes there.
final class ErrorReports {
    private ErrorReports() {}

    static void report(
            Meters meters,
            DeliveryStream stream,
            boolean isOfBackup,
            Instant at,
            String code,
            String message) {
        Optional<Destination> place =
                isOfBackup ? stream.destination().backup() : Optional.of(stream.destination());
        if (place.filter(known -> known.logging().enabled()).isEmpty()) {
            return;
        }
        String logId = ShardLog.streams(stream.logId());
        meters.errors()
                .report(
                        new StreamError(at, logId, stream.name(), isOfBackup, code, message),
                        meters.of(logId, stream.name()));
    }
}
