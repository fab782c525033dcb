package io.hydrant.core.delivery;

import io.hydrant.core.log.BackupLog;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// An object on its way: its intent and what has been tried. Guarded by the lock of its stream's
/// delivery.
final class ObjectDelivery implements Task {

    /// The stage that it has reached; the table above [StreamDelivery] shows who moves it on.
    sealed interface State {
        /// It is to be put, now or when the pause after the last failure is over.
        ///
        /// @param mayBeStored whether some attempt may have stored it
        record Waiting(boolean mayBeStored, Failures failures) implements State {}

        /// Somebody is putting it, who will say how that ended.
        ///
        /// @param before what it was
        record UnderWay(Waiting before) implements State {}

        /// It is stored, and not written down as such.
        record Stored() implements State {}
    }

    /// Attempts in a row that failed.
    ///
    /// @param pause until the next one
    record Failures(int count, Instant last, Pause pause) {
        static final Failures NONE = new Failures(0, Instant.MIN, Pause.NONE);

        Failures another(Instant now, Backoff backoff) {
            return new Failures(count + 1, now, Pause.of(now, backoff.after(count + 1)));
        }

        Failures withoutPause() {
            return new Failures(count, last, Pause.NONE);
        }
    }

    private final StreamLog log;
    private Intent intent;

    /// When its first record came into the log, once somebody asked.
    private Optional<Instant> agesFrom = Optional.empty();

    /// When its youngest record came, once somebody asked.
    private Optional<Instant> newestArrival = Optional.empty();

    private State state;

    private ObjectDelivery(StreamLog log, Intent intent, boolean mayBeStored) {
        this.log = log;
        this.intent = intent;
        this.state = new State.Waiting(mayBeStored, Failures.NONE);
    }

    /// An object that was never tried.
    ///
    /// @param log of its records
    static ObjectDelivery fresh(StreamLog log, Intent intent) {
        return new ObjectDelivery(log, intent, false);
    }

    /// An object that was under way when the process ended, or its ledger was given up.
    static ObjectDelivery resumed(StreamLog log, Intent intent) {
        return new ObjectDelivery(log, intent, true);
    }

    /// Where its records are.
    StreamLog log() {
        return log;
    }

    boolean isOfBackup() {
        return BackupLog.isIdOf(log.id());
    }

    /// The stream as this object's ledger sees it: that of a backup has another destination.
    DeliveryStream of(DeliveryStream stream) {
        return isOfBackup() ? stream.forBackup().orElseThrow() : stream;
    }

    @Override
    public long payloadBytes() {
        return intent.payloadBytes();
    }

    Intent intent() {
        return intent;
    }

    /// When its first record came into the log. One that was made of another came when it was made.
    Instant agesFrom() throws IOException {
        if (agesFrom.isEmpty()) {
            agesFrom = Optional.of(Overdue.arrival(log, intent.start()));
        }
        return agesFrom.get();
    }

    Instant newestArrival() throws IOException {
        if (newestArrival.isEmpty()) {
            newestArrival = Optional.of(Overdue.newestArrival(log, intent.part().span()));
        }
        return newestArrival.get();
    }

    /// Takes the name that a newer configuration gives, or begins later than it did.
    void change(Intent changed) {
        if (!changed.start().equals(intent.start())) {
            agesFrom = Optional.empty();
        }
        intent = changed;
    }

    /// Whether it may get another name: it is not being put, and certainly not stored.
    boolean isFree() {
        return state instanceof State.Waiting waiting && !waiting.mayBeStored();
    }

    /// Whether some attempt may have stored the object.
    boolean mayBeStored() {
        return switch (state) {
            case State.Waiting waiting -> waiting.mayBeStored();
            case State.UnderWay underWay -> underWay.before().mayBeStored();
            case State.Stored stored -> true;
        };
    }

    boolean isStored() {
        return state instanceof State.Stored;
    }

    boolean isUnderWay() {
        return state instanceof State.UnderWay;
    }

    boolean hasFailed() {
        return failures().count() > 0;
    }

    boolean hasFailedSince(Instant time) {
        return hasFailed() && !failures().last().isBefore(time);
    }

    private Failures failures() {
        return switch (state) {
            case State.Waiting waiting -> waiting.failures();
            case State.UnderWay underWay -> underWay.before().failures();
            case State.Stored stored -> Failures.NONE;
        };
    }

    /// Whether it is to be tried (again) now.
    boolean isDue(Instant now) {
        return isWaiting() && failures().pause().isOver(now);
    }

    boolean isWaiting() {
        return state instanceof State.Waiting;
    }

    /// When it is to be tried (again).
    Instant dueAt() {
        return failures().pause().until();
    }

    /// Lets it be tried again at once.
    void retryNow() {
        if (state instanceof State.Waiting waiting) {
            Failures failures = waiting.failures().withoutPause();
            state = new State.Waiting(waiting.mayBeStored(), failures);
        }
    }

    void begin() {
        state =
                switch (state) {
                    case State.Waiting waiting -> new State.UnderWay(waiting);
                    case State.UnderWay underWay -> throw unexpected();
                    case State.Stored stored -> throw unexpected();
                };
    }

    void stored() {
        state = new State.Stored();
    }

    void failed(Attempt.Trace trace, Instant now, Backoff backoff) {
        boolean mayBeStored =
                switch (trace) {
                    case NONE -> mayBeStored();
                    case ABSENT -> false;
                    case UNKNOWN -> true;
                };
        state = new State.Waiting(mayBeStored, failures().another(now, backoff));
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException("Cannot begin to put %s: %s".formatted(intent, state));
    }
}
