package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
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
    record Rest(Part part, Instant oldestArrival) {}

    private final Instant until;
    private final List<Expired.Range> ranges = new ArrayList<>();

    /// The objects that lose records; empty when nothing is left.
    private final Map<ObjectDelivery, Optional<Rest>> rests = new HashMap<>();

    private final Partitions partitions;

    private Expiry(Instant until, Partitions partitions) {
        this.until = until;
        this.partitions = partitions;
    }

    /// @param until when the youngest of what is too old came
    /// @param withOpen whether also what is in no object yet may be too old
    static Expiry of(Progress at, Instant until, boolean withOpen) throws IOException {
        Expiry expiry = new Expiry(until, at.partitions().copy());
        for (ObjectDelivery object : at.objects()) {
            if (!object.isWaiting() || !object.hasFailed()) {
                continue;
            }
            if (object.isFree()) {
                expiry.shorten(object);
            } else if (!object.newestArrival().isAfter(until)) {
                expiry.giveUp(object);
            }
        }
        if (withOpen) {
            expiry.ranges.addAll(expiry.partitions.giveUp(until));
        }
        return expiry;
    }

    private void shorten(ObjectDelivery object) throws IOException {
        Intent intent = object.intent();
        Overdue overdue = Overdue.find(object.log(), intent.part(), until);
        if (overdue.part().isPresent()) {
            ranges.add(Expired.Range.of(overdue.part().get(), intent.oldestArrival(), false));
            rests.put(
                    object,
                    overdue.rest()
                            .map(rest -> new Rest(rest, overdue.oldestOfRest().orElseThrow())));
        }
    }

    private void giveUp(ObjectDelivery object) {
        Intent intent = object.intent();
        ranges.add(Expired.Range.of(intent.part(), intent.oldestArrival(), true));
        rests.put(object, Optional.empty());
    }

    /// What is given up, in the order of the objects.
    List<Expired.Range> ranges() {
        return ranges;
    }

    /// What is left open.
    Partitions partitions() {
        return partitions;
    }

    boolean isAllOf(ObjectDelivery object) {
        return rests.containsKey(object) && rest(object).isEmpty();
    }

    /// What is left of an object that loses some of its records, but not all.
    Optional<Rest> rest(ObjectDelivery object) {
        return rests.getOrDefault(object, Optional.empty());
    }
}
