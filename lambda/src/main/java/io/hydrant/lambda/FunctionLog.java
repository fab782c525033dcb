package io.hydrant.lambda;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// What a function says, and what is said about it, in the server's log. Lines are cut, and when
/// there are too many of them, the rest is counted instead: a function that prints all the time
/// fills no disk. Safe for use from many threads.
public final class FunctionLog {
    public static final int LINE_MAX = 2_000;
    public static final int LINES_MAX = 200;
    public static final Duration WINDOW = Duration.ofSeconds(10);

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]+");

    private static final Logger LOG = System.getLogger(FunctionLog.class.getName());

    private final String function;
    private final LongSupplier nanos;

    /// Guarded by this, like all below.
    private long windowBegan;

    private int lines;
    private long leftOut;

    /// @param nanos such as [System#nanoTime]
    public FunctionLog(String function, LongSupplier nanos) {
        this.function = function;
        this.nanos = nanos;
        this.windowBegan = nanos.getAsLong();
    }

    /// A line that the function printed.
    public void printed(String line) {
        write(Level.INFO, line);
    }

    /// What happens to it.
    public void said(String what) {
        write(Level.INFO, what);
    }

    /// What went wrong with it.
    public void trouble(String what) {
        write(Level.WARNING, what);
    }

    private synchronized void write(Level level, String line) {
        long now = nanos.getAsLong();
        if (now - windowBegan >= WINDOW.toNanos()) {
            sayWhatIsLeftOut();
            windowBegan = now;
            lines = 0;
        }
        if (lines++ < LINES_MAX) {
            LOG.log(level, "{0}: {1}", function, cut(line));
        } else {
            leftOut++;
        }
    }

    /// How many lines nobody saw. Called when there may be no more of them.
    public synchronized void sayWhatIsLeftOut() {
        if (leftOut > 0) {
            LOG.log(
                    Level.INFO,
                    "{0}: {1} more lines are left out: more than {2} in {3} s",
                    function,
                    Long.toString(leftOut),
                    Integer.toString(LINES_MAX),
                    Long.toString(WINDOW.toSeconds()));
            leftOut = 0;
        }
    }

    /// One line of it, and not too long.
    private static String cut(String text) {
        String start = text.length() <= LINE_MAX ? text : text.substring(0, LINE_MAX) + " …";
        return CONTROL.matcher(start).replaceAll(" ");
    }
}
