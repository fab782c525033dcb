package io.hydrant.core.log;

/// The place of a frame, so that reading can go on there without a search: `offset` in the segment
/// that begins at position `segment`. `start` is the place of its first record in the log.
public record LogPlace(LogPoint start, long segment, long offset) {}
