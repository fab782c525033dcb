package io.hydrant.core.log;

import java.io.IOException;

/// Finds in the files of a log where its records lie: by its segments first, then by landmarks,
/// then from frame to frame. Safe for use from many threads.
final class LogSearch {
    /// Enough for headers that lie close together.
    private static final int SCAN_WINDOW_BYTES = 8 * 1024;

    private static final int READ_WINDOW_BYTES = 256 * 1024;

    private final DurableLog log;
    private final LogParts parts;
    private final Segments segments;
    private final Landmarks landmarks = new Landmarks();

    LogSearch(DurableLog log, LogParts parts, Segments segments) {
        this.log = log;
        this.parts = parts;
        this.segments = segments;
    }

    /// Takes note of a frame that was written.
    void written(LogPlace place) {
        landmarks.add(place);
    }

    /// Forgets what was noted of segments that are gone.
    void trimmed() {
        landmarks.forgetBefore(segments.now().segments().getFirst().start().position());
    }

    /// Where the frame with the record at `position` lies; for the end of the log, where the next
    /// frame will. Searches one segment.
    LogPlace find(long position) throws IOException {
        return find(segmentOf(position), position);
    }

    /// The same for a point whose bytes are known too: searches from the nearest landmark.
    LogPlace find(LogPoint point) throws IOException {
        return find(landmarks.at(point, segmentOf(point.position())), point.position());
    }

    private LogPlace segmentOf(long position) throws LogDamagedException {
        try {
            return segments.placeOf(position);
        } catch (LogDamagedException missing) {
            log.stop(missing);
            throw missing;
        }
    }

    private LogPlace find(LogPlace from, long position) throws IOException {
        LogPlace place = from;
        if (place.start().position() == position) {
            return place;
        }
        try (FrameReader reader = scan(place)) {
            while (place.start().position() < position && reader.next()) {
                if (reader.end().position() > position) {
                    return reader.place();
                }
                place = reader.nextPlace();
            }
        }
        return place;
    }

    /// The first record from `from` on with which the size is reached, or else the end of the log.
    LogCut cut(LogPoint from, long payloadBytes) throws IOException {
        long wanted = from.payloadBytes() + payloadBytes;
        LogPlace place = find(from);
        try (FrameReader reader = scan(landmarks.nearest(wanted, place))) {
            reader.next();
            while (reader.end().payloadBytes() < wanted) {
                LogPlace after = reader.nextPlace();
                if (!reader.next()) {
                    landmarks.visited(after);
                    return new LogCut(after.start(), false);
                }
            }
            LogPoint end = reader.within(from, wanted);
            boolean isWhole = end.position() == reader.end().position();
            landmarks.visited(isWhole ? reader.nextPlace() : reader.place());
            return new LogCut(end, true);
        }
    }

    /// A reader for places and lengths from `from` on.
    FrameReader scan(LogPlace from) {
        return reader(from, SCAN_WINDOW_BYTES);
    }

    /// A reader for payloads from `from` on.
    FrameReader read(LogPlace from) {
        return reader(from, READ_WINDOW_BYTES);
    }

    private FrameReader reader(LogPlace from, int windowBytes) {
        Segments.Contents now = segments.now();
        return new FrameReader(parts.disk(), log, now.segments(), now.end(), from, windowBytes);
    }
}
