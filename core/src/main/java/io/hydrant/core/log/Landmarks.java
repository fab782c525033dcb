package io.hydrant.core.log;

import java.util.ArrayList;
import java.util.List;

/// The places of some frames of a log, so that a place far inside is found without reading all
/// headers before it. Kept in memory only: what is not known is searched for. There are never many;
/// when there would be, every other one is forgotten. Safe for use from many threads.
public final class Landmarks {
    private static final int COUNT_MAX = 512;
    private static final long FIRST_DISTANCE_BYTES = 256 * 1024;

    /// How many of the places that were looked for last are kept: where objects end that follow
    /// each other, and where those begin that are under way.
    private static final int VISITED_MAX = 8;

    private final List<LogPlace> places = new ArrayList<>();

    /// Exact places that somebody looked for, the latest last.
    private final List<LogPlace> visited = new ArrayList<>();

    private long distanceBytes = FIRST_DISTANCE_BYTES;

    /// Takes note of a frame, if it is far enough from the last. Frames come in order.
    public synchronized void add(LogPlace place) {
        if (!places.isEmpty()
                && bytesBefore(place) - bytesBefore(places.getLast()) < distanceBytes) {
            return;
        }
        if (places.size() == COUNT_MAX) {
            for (int i = COUNT_MAX - 1; i > 0; i -= 2) {
                places.remove(i);
            }
            distanceBytes *= 2;
        }
        places.add(place);
    }

    /// Forgets the frames of segments before the one that begins at `position`.
    public synchronized void forgetBefore(long position) {
        int count = 0;
        while (count < places.size() && places.get(count).segment() < position) {
            count++;
        }
        places.subList(0, count).clear();
        visited.removeIf(place -> place.segment() < position);
        if (places.isEmpty()) {
            distanceBytes = FIRST_DISTANCE_BYTES;
        }
    }

    /// Somebody looked for this place, and will soon again.
    public synchronized void visited(LogPlace place) {
        visited.remove(place);
        if (visited.size() == VISITED_MAX) {
            visited.removeFirst();
        }
        visited.add(place);
    }

    /// The nearest known place at or before a point, or `from` when none after it is known.
    public synchronized LogPlace at(LogPoint point, LogPlace from) {
        LogPlace best = nearest(point.payloadBytes(), from);
        for (LogPlace each : visited) {
            if (each.start().position() <= point.position()
                    && each.start().position() > best.start().position()) {
                best = each;
            }
        }
        return best;
    }

    /// The last known frame with fewer than so many bytes of payload before it, or `from` when none
    /// after it is known.
    public synchronized LogPlace nearest(long payloadBytes, LogPlace from) {
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytesBefore(places.get(middle)) < payloadBytes) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean isAfter =
                low > 0 && places.get(low - 1).start().position() > from.start().position();
        return isAfter ? places.get(low - 1) : from;
    }

    private static long bytesBefore(LogPlace place) {
        return place.start().payloadBytes();
    }
}
