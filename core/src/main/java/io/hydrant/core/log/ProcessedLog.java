package io.hydrant.core.log;

/// The log of a stream's processed records, which lies beside the stream's own and goes with it.
public final class ProcessedLog {
    private static final String SUFFIX = ".processed";

    private ProcessedLog() {}

    /// The id of the log of what is made of this one.
    public static String idOf(String logId) {
        return logId + SUFFIX;
    }

    /// Whether it is the id of such a log.
    public static boolean isIdOf(String logId) {
        return logId.endsWith(SUFFIX);
    }

    /// The id of the stream's own log, given that one or this.
    public static String streamsOwn(String logId) {
        return isIdOf(logId) ? logId.substring(0, logId.length() - SUFFIX.length()) : logId;
    }
}
