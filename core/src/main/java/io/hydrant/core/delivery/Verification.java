package io.hydrant.core.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The proof that every record of a log is in exactly one object, or what speaks against it, from
/// the objects' metadata alone.
///
/// `missing` are positions before `deliveredThrough` that are in no object; `twice` those that are
/// in more than one; `miscounted` are objects that do not hold as many records as their positions
/// say.
public record Verification(
        List<Range> missing, List<Range> twice, List<ObjectMetadata> miscounted) {
    public Verification {
        missing = List.copyOf(missing);
        twice = List.copyOf(twice);
        miscounted = List.copyOf(miscounted);
    }

    /// Positions from `first` to `last`, both included.
    public record Range(long first, long last) {}

    /// Everything is there, once.
    public boolean isSound() {
        return missing.isEmpty() && twice.isEmpty() && miscounted.isEmpty();
    }

    /// @param objects all objects of one log, in any order; those of other logs are left aside
    /// @param deliveredThrough the position before which all is delivered, as the log's owner says
    public static Verification of(String log, List<ObjectMetadata> objects, long deliveredThrough) {
        return of(log, objects, deliveredThrough, Expired.NOTHING);
    }

    /// @param expired what was given up: that is not missing
    public static Verification of(
            String log, List<ObjectMetadata> objects, long deliveredThrough, Expired expired) {
        ExpiredGaps gaps = new ExpiredGaps(expired);
        List<Range> missing = new ArrayList<>();
        List<Range> twice = new ArrayList<>();
        List<ObjectMetadata> ofLog =
                objects.stream()
                        .filter(object -> object.log().equals(log))
                        .sorted(Comparator.comparingLong(ObjectMetadata::firstPosition))
                        .toList();
        long next = 0;
        for (ObjectMetadata object : ofLog) {
            if (object.firstPosition() > next) {
                missing.addAll(gaps.missing(next, object.firstPosition() - 1));
            } else if (object.firstPosition() < next) {
                long last = Math.min(next - 1, object.lastPosition());
                twice.add(new Range(object.firstPosition(), last));
            }
            next = Math.max(next, object.lastPosition() + 1);
        }
        if (next < deliveredThrough) {
            missing.addAll(gaps.missing(next, deliveredThrough - 1));
        }
        List<ObjectMetadata> miscounted =
                ofLog.stream().filter(object -> !object.isCountRight()).toList();
        return new Verification(missing, twice, miscounted);
    }
}
