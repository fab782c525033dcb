package io.hydrant.core.delivery.body;

import java.time.Instant;

/// All that determines the bytes of an object.
///
/// @param key of the object, and `time`, when its oldest record arrived: some formats show them
public record Content(Part part, Encoding encoding, String key, Instant time) {}
