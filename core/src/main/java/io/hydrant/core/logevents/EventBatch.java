package io.hydrant.core.logevents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// The events of one PutLogEvents, in order of their times.
public record EventBatch(List<EventInput> events) {
    /// A call's bytes and an event's, as CloudWatch counts them.
    public static final long BYTES_MAX = 1 << 20;

    public static final int EVENTS_MAX = 10_000;

    private static final Duration SPAN_MAX = Duration.ofHours(24);
    private static final Duration AHEAD_MAX = Duration.ofHours(2);
    private static final Duration AGE_MAX = Duration.ofDays(14);

    /// How many of its events are not taken, from either end: those that are too old, those among
    /// them that the group's retention has let go already, and from where on they are too new.
    public record Rejected(int tooOldEnd, int expiredEnd, OptionalInt tooNewStart) {
        public boolean isAny() {
            return tooOldEnd > 0 || expiredEnd > 0 || tooNewStart.isPresent();
        }
    }

    /// @throws io.hydrant.aws.ServiceException when it breaks a limit
    public EventBatch {
        events = List.copyOf(events);
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            throw LogsError.INVALID_PARAMETER.because(
                    "1 validation error detected: Value at 'logEvents' failed to satisfy"
                            + " constraint: Member must have length between 1 and %d",
                    EVENTS_MAX);
        }
        long bytes = events.stream().mapToLong(EventInput::bytes).sum();
        if (bytes > BYTES_MAX) {
            throw LogsError.INVALID_PARAMETER.because(
                    "Upload too large: %d bytes exceeds limit of %d", bytes, BYTES_MAX);
        }
        checkTimes(events);
    }

    private static void checkTimes(List<EventInput> events) {
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).atMillis() < events.get(i - 1).atMillis()) {
                throw LogsError.INVALID_PARAMETER.because(
                        "Log events in a single PutLogEvents request must be in chronological"
                                + " order.");
            }
        }
        long span = events.getLast().atMillis() - events.getFirst().atMillis();
        if (span > SPAN_MAX.toMillis()) {
            throw LogsError.INVALID_PARAMETER.because(
                    "The batch of log events in a single PutLogEvents request cannot span more than"
                            + " 24 hours.");
        }
    }

    Rejected rejected(LogGroup group, Instant now) {
        int tooOld = before(now.minus(AGE_MAX).toEpochMilli());
        int expired = group.oldestMillis(now.toEpochMilli()).map(this::before).orElse(0);
        int tooNew = before(now.plus(AHEAD_MAX).toEpochMilli() + 1);
        return new Rejected(
                tooOld,
                expired,
                tooNew < events.size() ? OptionalInt.of(tooNew) : OptionalInt.empty());
    }

    /// What is left of it.
    List<EventInput> taken(Rejected rejected) {
        int from = Math.max(rejected.tooOldEnd(), rejected.expiredEnd());
        int to = rejected.tooNewStart().orElse(events.size());
        return from < to ? events.subList(from, to) : List.of();
    }

    /// How many are earlier.
    private int before(long millis) {
        return (int) events.stream().filter(event -> event.atMillis() < millis).count();
    }
}
