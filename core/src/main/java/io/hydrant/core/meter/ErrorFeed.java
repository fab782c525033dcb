package io.hydrant.core.meter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/// The errors of streams on their way to whoever writes them down. Whoever reports one never waits:
/// of those that are alike so many a minute are handed on, and the others are counted; what finds
/// no place is counted as lost. Safe for use from many threads.
public final class ErrorFeed {
    /// Of one stream and one code, its backup apart.
    public static final int ALIKE_A_MINUTE = 5;

    /// How many may wait. Of some kilobytes at most each.
    static final int WAITING_MAX = 500;

    /// How many kinds are known within a minute: those beyond are lost.
    static final int KINDS_MAX = 20_000;

    private static final int MINUTE_SECONDS = 60;

    private final ArrayBlockingQueue<StreamError> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

    /// Guarded by this, as the minute to which it belongs.
    private final Map<StreamError.Kind, Integer> seen = new HashMap<>();

    private long minute;
    private volatile Runnable reader = () -> {};

    /// @param read is called whenever something waits, by whoever reported it: it must not take
    ///   long
    public void readBy(Runnable read) {
        reader = read;
    }

    /// Hands an error on, unless it is one of too many.
    ///
    /// @param meter of its stream
    public void report(StreamError error, StreamMeter meter) {
        switch (sampled(error)) {
            case REPEATED -> meter.count(Figure.REPEATED_ERRORS);
            case UNKNOWN -> meter.count(Figure.LOST_ERROR_EVENTS);
            case NEWS -> {
                if (waiting.offer(error)) {
                    reader.run();
                } else {
                    meter.count(Figure.LOST_ERROR_EVENTS);
                }
            }
        }
    }

    private enum Sample {
        NEWS,
        REPEATED,
        UNKNOWN
    }

    private synchronized Sample sampled(StreamError error) {
        long now = minute(error.at());
        if (now != minute) {
            minute = now;
            seen.clear();
        }
        int before = seen.getOrDefault(error.kind(), 0);
        if (before == 0 && seen.size() >= KINDS_MAX) {
            return Sample.UNKNOWN;
        }
        seen.put(error.kind(), Math.min(before + 1, ALIKE_A_MINUTE));
        return before < ALIKE_A_MINUTE ? Sample.NEWS : Sample.REPEATED;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), MINUTE_SECONDS);
    }

    /// All that wait, which do not anymore, in the order in which they were reported.
    public List<StreamError> taken() {
        List<StreamError> all = new ArrayList<>();
        waiting.drainTo(all);
        return all;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
