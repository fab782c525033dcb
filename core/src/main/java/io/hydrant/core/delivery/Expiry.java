package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The records that are given up at one moment, worked out but not written down yet. An object that
/// was certainly not stored loses the records that are too old; one that may be stored is given up
/// as a whole, once all its records are too old. What is in no object yet loses those that are too
/// old.
final class Expiry {

    /// The rest of an object.
    record Rest(LogPoint start, Instant oldestArrival) {}

    private final StreamLog log;
    private final Instant until;
    private final List<Expired.Range> ranges = new ArrayList<>();

    /// The objects that lose records; empty when nothing is left.
    private final Map<ObjectDelivery, Optional<Rest>> rests = new HashMap<>();

    private OpenObject open;

    private Expiry(StreamLog log, Instant until, OpenObject open) {
        this.log = log;
        this.until = until;
        this.open = open;
    }

    /// @param until when the youngest of what is too old came
    static Expiry of(Progress at, Instant until) throws IOException {
        Expiry expiry = new Expiry(at.log(), until, at.open());
        for (ObjectDelivery object : at.objects()) {
            if (!object.isWaiting() || !object.hasFailed()) {
                continue;
            }
            if (object.isFree()) {
                expiry.shorten(object);
            } else if (!object.newestArrival(at.log()).isAfter(until)) {
                expiry.giveUp(object);
            }
        }
        expiry.shortenOpen();
        return expiry;
    }

    private void shorten(ObjectDelivery object) throws IOException {
        Intent intent = object.intent();
        Overdue overdue = Overdue.find(log, intent.start(), intent.end(), until);
        add(intent.start(), overdue.end(), intent.oldestArrival(), false);
        if (overdue.nextArrival().isEmpty()) {
            rests.put(object, Optional.empty());
        } else if (overdue.end().position() > intent.start().position()) {
            Instant oldest = overdue.nextArrival().get();
            rests.put(object, Optional.of(new Rest(overdue.end(), oldest)));
        }
    }

    private void giveUp(ObjectDelivery object) {
        Intent intent = object.intent();
        add(intent.start(), intent.end(), intent.oldestArrival(), true);
        rests.put(object, Optional.empty());
    }

    private void shortenOpen() throws IOException {
        Optional<Instant> since = open.since();
        if (since.isPresent()) {
            Overdue overdue = Overdue.find(log, open.start(), log.end(), until);
            add(open.start(), overdue.end(), since.get(), false);
            open = new OpenObject(log, overdue.end());
        }
    }

    private void add(LogPoint start, LogPoint end, Instant oldest, boolean mayBeStored) {
        if (end.position() > start.position()) {
            ranges.add(
                    new Expired.Range(
                            start.position(),
                            end.position() - 1,
                            end.payloadBytes() - start.payloadBytes(),
                            oldest,
                            mayBeStored));
        }
    }

    /// What is given up, in the order of the objects.
    List<Expired.Range> ranges() {
        return ranges;
    }

    OpenObject open() {
        return open;
    }

    boolean isAllOf(ObjectDelivery object) {
        return rests.containsKey(object) && rest(object).isEmpty();
    }

    /// What is left of an object that loses some of its records, but not all.
    Optional<Rest> rest(ObjectDelivery object) {
        return rests.getOrDefault(object, Optional.empty());
    }
}
