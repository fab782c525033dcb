package io.hydrant.server.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// A log for what clients can cause: of each kind a few lines a minute, and then how many were left
/// out, so that no stranger fills a disk. Safe for use from many threads.
final class SparingLog {
    private static final int LINES_A_MINUTE = 5;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /// Kinds are made of this program's own words; should they be many all the same, those beyond
    /// share one.
    private static final int KINDS_MAX = 200;

    private static final class Minute {
        private long began;
        private int lines;
        private long leftOut;
    }

    private final Logger log;
    private final LongSupplier nanoTime;

    /// Guarded by itself.
    private final Map<String, Minute> minutes = new HashMap<>();

    SparingLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        mayTell(""); // loads what is needed for it: there may be no descriptor for that later
        minutes.clear();
    }

    /// A line of a kind.
    void warn(String kind, String text) {
        if (mayTell(kind)) {
            log.log(Level.WARNING, text);
        }
    }

    /// A fault of this program's own, with its stack trace. Those of one place are of one kind.
    void fault(String text, Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        String place = trace.length == 0 ? "" : trace[0].toString();
        if (mayTell(bug.getClass().getName() + " " + place)) {
            log.log(Level.ERROR, text, bug);
        }
    }

    private boolean mayTell(String kind) {
        synchronized (minutes) {
            Minute minute =
                    minutes.computeIfAbsent(
                            minutes.size() < KINDS_MAX || minutes.containsKey(kind) ? kind : "",
                            unseen -> begun(nanoTime.getAsLong() - MINUTE_NANOS));
            long now = nanoTime.getAsLong();
            if (now - minute.began >= MINUTE_NANOS) {
                tellLeftOut(kind, minute.leftOut);
                minute.began = now;
                minute.lines = 0;
                minute.leftOut = 0;
            }
            if (minute.lines == LINES_A_MINUTE) {
                minute.leftOut++;
                return false;
            }
            minute.lines++;
            return true;
        }
    }

    private static Minute begun(long at) {
        Minute minute = new Minute();
        minute.began = at;
        return minute;
    }

    private void tellLeftOut(String kind, long count) {
        if (count > 0) {
            log.log(Level.WARNING, "{0} more lines were left out of the log: {1}", count, kind);
        }
    }

    /// Tells what was left out of the last minutes.
    void close() {
        synchronized (minutes) {
            minutes.forEach((kind, minute) -> tellLeftOut(kind, minute.leftOut));
            minutes.clear();
        }
    }
}
