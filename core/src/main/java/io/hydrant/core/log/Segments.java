package io.hydrant.core.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which segments a log has, and where it ends: one state after the other, each of them whole. Safe
/// for use from many threads.
final class Segments {
    /// Segments in order; the last is the one that is appended to. `end` is forced.
    record Contents(List<Segment> segments, LogPoint end) {
        Contents {
            segments = List.copyOf(segments);
        }

        Segment last() {
            return segments.getLast();
        }
    }

    private final Path directory;
    private volatile Contents contents;

    Segments(Path directory, Recovery.Found found) {
        this.directory = directory;
        this.contents = new Contents(found.segments(), found.tail().end());
    }

    Contents now() {
        return contents;
    }

    LogPoint end() {
        return contents.end();
    }

    boolean isEmpty() {
        return contents.segments().isEmpty();
    }

    /// How many records its files hold: all that were not trimmed, and some that were.
    long records() {
        Contents now = contents;
        return now.segments().isEmpty()
                ? 0
                : now.end().position() - now.segments().getFirst().start().position();
    }

    /// The log ends there from now on.
    synchronized void publish(LogPoint end) {
        contents = new Contents(contents.segments(), end);
    }

    synchronized void add(Segment segment) {
        List<Segment> segments = new ArrayList<>(contents.segments());
        segments.add(segment);
        contents = new Contents(segments, contents.end());
    }

    /// Forgets the first segment, if that is still this one. A reader does not ask for it anymore.
    synchronized void forget(Segment first) {
        List<Segment> segments = contents.segments();
        if (segments.getFirst().equals(first)) {
            contents = new Contents(segments.subList(1, segments.size()), contents.end());
        }
    }

    /// The segments that hold nothing from `position` on; never the last.
    List<Segment> before(long position) {
        List<Segment> segments = contents.segments();
        int count = 0;
        while (count + 1 < segments.size()
                && segments.get(count + 1).start().position() <= position) {
            count++;
        }
        return segments.subList(0, count);
    }

    /// Where the segment begins that holds the record at `position`; where the log will begin, when
    /// it has none.
    ///
    /// @throws LogDamagedException when the log begins behind it
    LogPlace placeOf(long position) throws LogDamagedException {
        List<Segment> segments = contents.segments();
        if (segments.isEmpty()) {
            return new LogPlace(LogPoint.START, 0, Segment.HEADER_BYTES);
        }
        Segment found = segments.getFirst();
        if (position < found.start().position()) {
            throw new LogDamagedException(
                    Segment.file(directory, position),
                    0,
                    "the segment with the record at position " + position,
                    "that the log begins at " + found.start().position());
        }
        for (Segment candidate : segments) {
            if (candidate.start().position() <= position) {
                found = candidate;
            }
        }
        return new LogPlace(found.start(), found.start().position(), Segment.HEADER_BYTES);
    }
}
