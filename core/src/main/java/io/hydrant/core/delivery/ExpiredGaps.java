package io.hydrant.core.delivery;

import io.hydrant.core.delivery.LogProof.Range;
import java.util.ArrayList;
import java.util.List;

/// Distinguishes, of the positions that are in no object, those that were given up from those that
/// are missing. For one pass over the gaps of a log, in order; for one thread.
final class ExpiredGaps {
    private final Expired expired;
    private long unlistedLeft;

    ExpiredGaps(Expired expired) {
        this.expired = expired;
        this.unlistedLeft = expired.unlistedRecords();
    }

    /// What is missing of the positions from `first` to `last`.
    List<Range> missing(long first, long last) {
        List<Range> missing = new ArrayList<>();
        long next = first;
        for (Expired.Range range : expired.ranges()) {
            if (range.last() >= next && range.first() <= last) {
                addUnlessUnlisted(next, range.first() - 1, missing);
                next = range.last() + 1;
            }
        }
        addUnlessUnlisted(next, last, missing);
        return missing;
    }

    /// Of those that were only counted, as many are taken for given up as were counted.
    private void addUnlessUnlisted(long first, long last, List<Range> missing) {
        long end = Math.min(last + 1, expired.unlistedBefore());
        long unlisted = Math.clamp(end - first, 0, unlistedLeft);
        unlistedLeft -= unlisted;
        if (first + unlisted <= last) {
            missing.add(new Range(first + unlisted, last));
        }
    }
}
