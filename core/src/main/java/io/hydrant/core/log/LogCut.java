package io.hydrant.core.log;

/// Where a run of records ends that is as large as was asked for, or as the log has.
public record LogCut(LogPoint end, boolean reachedSize) {}
