package io.hydrant.core.delivery.body;

import io.hydrant.core.log.LogSpan;
import java.time.Instant;

/// All that determines the bytes of an object.
///
/// @param key of the object, and `time`, when its oldest record arrived: some formats show them
public record Content(LogSpan span, Encoding encoding, String key, Instant time) {}
