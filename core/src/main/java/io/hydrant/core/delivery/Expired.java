package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which records of a log were given up, because their destination failed until they were older
/// than the retention.
///
/// `records` and `bytes` count them all. The latest are named in `ranges`, in order; so that a
/// checkpoint stays small, earlier ones are only counted: `unlistedRecords`, all of them before
/// position `unlistedBefore`.
public record Expired(
        long records, long bytes, long unlistedRecords, long unlistedBefore, List<Range> ranges) {
    /// Neighbours are one range, so an outage makes a few; these are some 10 kB of a checkpoint.
    static final int RANGES_MAX = 100;

    public static final Expired NOTHING = new Expired(0, 0, 0, 0, List.of());

    /// Positions from `first` to `last`, both included: `records` of them, which is all unless the
    /// log has partitions, with `bytes` of payload. `mayBeStored`: an attempt to put them had an
    /// unknown outcome, so they may be in an object all the same.
    public record Range(
            long first,
            long last,
            long records,
            long bytes,
            Instant oldestArrival,
            boolean mayBeStored) {
        /// All positions.
        public Range(
                long first, long last, long bytes, Instant oldestArrival, boolean mayBeStored) {
            this(first, last, last - first + 1, bytes, oldestArrival, mayBeStored);
        }

        static Range of(Part part, Instant oldestArrival, boolean mayBeStored) {
            return new Range(
                    part.start().position(),
                    part.end().position() - 1,
                    part.records(),
                    part.payloadBytes(),
                    oldestArrival,
                    mayBeStored);
        }

        private boolean isWhole() {
            return records == last - first + 1;
        }

        private boolean isContinuedBy(Range next) {
            return next.first == last + 1
                    && next.mayBeStored == mayBeStored
                    && isWhole()
                    && next.isWhole();
        }

        private Range with(Range next) {
            Instant oldest =
                    next.oldestArrival.isBefore(oldestArrival) ? next.oldestArrival : oldestArrival;
            return new Range(first, next.last, bytes + next.bytes, oldest, mayBeStored);
        }
    }

    public Expired {
        ranges = List.copyOf(ranges);
    }

    /// Those of another log as well, whose ranges are the ones that are named.
    Expired and(Expired other) {
        return other.equals(NOTHING)
                ? this
                : new Expired(
                        records + other.records,
                        bytes + other.bytes,
                        other.unlistedRecords,
                        other.unlistedBefore,
                        other.ranges);
    }

    /// These as well; they do not overlap with others.
    Expired plus(Collection<Range> more) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.addAll(more);
        sorted.sort(Comparator.comparingLong(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            if (!joined.isEmpty() && joined.getLast().isContinuedBy(range)) {
                joined.add(joined.removeLast().with(range));
            } else {
                joined.add(range);
            }
        }
        int surplus = Math.max(0, joined.size() - RANGES_MAX);
        List<Range> unlisted = joined.subList(0, surplus);
        return new Expired(
                records + more.stream().mapToLong(Range::records).sum(),
                bytes + more.stream().mapToLong(Range::bytes).sum(),
                unlistedRecords + unlisted.stream().mapToLong(Range::records).sum(),
                unlisted.isEmpty()
                        ? unlistedBefore
                        : Math.max(unlistedBefore, unlisted.getLast().last() + 1),
                joined.subList(surplus, joined.size()));
    }
}
