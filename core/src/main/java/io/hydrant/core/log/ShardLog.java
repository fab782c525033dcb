package io.hydrant.core.log;

/// The logs of a stream that has several, its *shards*: records of one are in order, and those of
/// different ones are not. The first has the stream's own id; a stream that has one shard has one
/// log. What is processed and what is backed up of a shard goes with it.
public final class ShardLog {
    private static final String INFIX = ".shard";

    private ShardLog() {}

    /// The id of a shard's log.
    ///
    /// @param shard from 0
    public static String idOf(String logId, int shard) {
        return shard == 0 ? logId : logId + INFIX + shard;
    }

    /// The id of the stream's first log, given that of any of its shards, or of what was processed
    /// of one.
    public static String streams(String logId) {
        String own = ProcessedLog.streamsOwn(logId);
        int end = own.indexOf(INFIX);
        return end < 0 ? own : own.substring(0, end);
    }
}
