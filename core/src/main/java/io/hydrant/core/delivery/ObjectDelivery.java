package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogPlace;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// An object on its way: its intent and what has been tried. Guarded by the lock of its stream's
/// delivery.
final class ObjectDelivery {
    private Intent intent;

    /// Where reading begins, unless that must be searched for.
    private Optional<LogPlace> place;

    /// When its youngest record came, once somebody asked.
    private Optional<Instant> newestArrival = Optional.empty();

    private boolean mayBeStored;

    private boolean isUnderWay;
    private boolean isStored;
    private int failures;
    private Instant failedAt = Instant.MIN;
    private Pause pause = Pause.NONE;

    private ObjectDelivery(Intent intent, Optional<LogPlace> place, boolean mayBeStored) {
        this.intent = intent;
        this.place = place;
        this.mayBeStored = mayBeStored;
    }

    /// An object that was never tried.
    static ObjectDelivery fresh(Intent intent, LogPlace place) {
        return new ObjectDelivery(intent, Optional.of(place), false);
    }

    /// An object that was under way when the process ended.
    static ObjectDelivery resumed(Intent intent) {
        return new ObjectDelivery(intent, Optional.empty(), true);
    }

    Intent intent() {
        return intent;
    }

    Optional<LogPlace> place() {
        return place;
    }

    /// Searched for, unless it is known.
    LogPlace place(DurableLog log) throws IOException {
        return place.isPresent() ? place.get() : log.find(intent.start().position());
    }

    Instant newestArrival(DurableLog log) throws IOException {
        if (newestArrival.isEmpty()) {
            newestArrival = Optional.of(Overdue.newestArrival(log, place(log), intent.end()));
        }
        return newestArrival.get();
    }

    /// Begins later than it did; `intent` says how.
    void shorten(Intent shortened, LogPlace first) {
        intent = shortened;
        place = Optional.of(first);
    }

    /// Takes the name that a newer configuration gives.
    void rename(Intent renamed) {
        intent = renamed;
    }

    /// Whether it may get another name: it is not being put, and certainly not stored.
    boolean isFree() {
        return !isUnderWay && !isStored && !mayBeStored;
    }

    /// Whether some attempt may have stored the object.
    boolean mayBeStored() {
        return mayBeStored;
    }

    boolean isStored() {
        return isStored;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    boolean hasFailed() {
        return failures > 0;
    }

    boolean hasFailedSince(Instant time) {
        return hasFailed() && !failedAt.isBefore(time);
    }

    /// Whether it is to be tried (again) now.
    boolean isDue(Instant now) {
        return isWaiting() && pause.isOver(now);
    }

    boolean isWaiting() {
        return !isUnderWay && !isStored;
    }

    /// When it is to be tried (again).
    Instant dueAt() {
        return pause.until();
    }

    /// Lets it be tried again at once.
    void retryNow() {
        pause = Pause.NONE;
    }

    void begin() {
        isUnderWay = true;
    }

    void stored() {
        isUnderWay = false;
        isStored = true;
    }

    void failed(Attempt.Trace trace, Instant now, Backoff backoff) {
        isUnderWay = false;
        failures++;
        failedAt = now;
        pause = Pause.of(now, backoff.after(failures));
        mayBeStored =
                switch (trace) {
                    case NONE -> mayBeStored;
                    case ABSENT -> false;
                    case UNKNOWN -> true;
                };
    }
}
