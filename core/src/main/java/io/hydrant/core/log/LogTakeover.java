package io.hydrant.core.log;

import java.util.Optional;

/// What the next reader of a log begins with.
///
/// @param epoch of its own, higher than every one before
/// @param checkpoint the document that was checkpointed last
public record LogTakeover(long epoch, Optional<byte[]> checkpoint) {}
