package io.hydrant.core.log;

/// The end of a run of records that is as large as was asked for, or as the log has.
public record LogCut(LogPoint end, boolean reachedSize) {}
