package io.hydrant.cli.redrive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the redrives of one error object to one stream have done, the oldest first. At most the
/// last of them was cut off.
record RedriveMarks(List<RedriveMark> all) {
    static final RedriveMarks NONE = new RedriveMarks(List.of());

    RedriveMarks {
        all = List.copyOf(all);
    }

    /// The one that says that all these records are acknowledged.
    ///
    /// @param since when it must have come to its end, if that matters
    Optional<RedriveMark> done(Selection selection, Optional<Instant> since) {
        return all.stream()
                .filter(RedriveMark::isDone)
                .filter(mark -> mark.selection().isAll() || mark.selection().equals(selection))
                .filter(mark -> since.filter(mark.at()::isBefore).isEmpty())
                .findFirst();
    }

    /// The one that was cut off.
    Optional<RedriveMark> begun() {
        return all.stream().filter(mark -> !mark.isDone()).findFirst();
    }

    /// Whether the record was sent by one that came to its end.
    boolean covers(ErrorRecord record) {
        for (RedriveMark mark : all) {
            if (mark.isDone() && mark.selection().matches(record)) {
                return true;
            }
        }
        return false;
    }

    /// The same with this mark, which takes the place of the one that was begun, and of those whose
    /// records it is about.
    RedriveMarks with(RedriveMark mark) {
        List<RedriveMark> now = new ArrayList<>();
        for (RedriveMark other : all) {
            boolean isAbout =
                    mark.selection().isAll() || other.selection().equals(mark.selection());
            if (other.isDone() && !(mark.isDone() && isAbout)) {
                now.add(other);
            }
        }
        now.add(mark);
        return new RedriveMarks(now);
    }
}
