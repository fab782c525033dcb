package io.hydrant.producer;

import java.time.Duration;

/// What came of a sending.
///
/// @param records acknowledged
/// @param bytes of data in them
/// @param retried entries that were refused at first and sent again
/// @param setbacks requests that had to be repeated
/// @param possiblyTwice records that the stream may hold twice, since an answer was lost
/// @param interrupted whether it was stopped before the source had ended
public record SendReport(
        long records,
        long bytes,
        long requests,
        long retried,
        long setbacks,
        long possiblyTwice,
        Duration elapsed,
        boolean interrupted) {
    /// Before anything is sent.
    public static final SendReport NOTHING = new SendReport(0, 0, 0, 0, 0, 0, Duration.ZERO, false);

    /// What came of both, one after the other.
    public SendReport plus(SendReport next) {
        return new SendReport(
                records + next.records,
                bytes + next.bytes,
                requests + next.requests,
                retried + next.retried,
                setbacks + next.setbacks,
                possiblyTwice + next.possiblyTwice,
                elapsed.plus(next.elapsed),
                interrupted || next.interrupted);
    }

    /// The same, as it took so long and ended so.
    public SendReport ended(Duration after, boolean early) {
        return new SendReport(
                records, bytes, requests, retried, setbacks, possiblyTwice, after, early);
    }

    SendReport plus(Acknowledged request) {
        return new SendReport(
                records + request.records().size(),
                bytes + request.bytes(),
                requests + 1,
                retried + request.retried(),
                setbacks,
                possiblyTwice + request.possiblyTwice(),
                elapsed,
                interrupted);
    }

    SendReport plusSetback() {
        return new SendReport(
                records,
                bytes,
                requests,
                retried,
                setbacks + 1,
                possiblyTwice,
                elapsed,
                interrupted);
    }

    public double recordsPerSecond() {
        return records / Math.max(elapsed.toNanos() / 1e9, 1e-3);
    }
}
