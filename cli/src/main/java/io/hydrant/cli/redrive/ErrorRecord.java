package io.hydrant.cli.redrive;

import io.hydrant.producer.Outgoing;
import java.time.Instant;
import java.util.Optional;

/// A record that failed, as a line of an error object tells it.
///
/// @param data the record as it came to the stream, before anything was done to it
/// @param code why it failed, such as `Lambda.FunctionError`; empty when the line does not say
/// @param message the reason in words; may be empty
/// @param arrivedAt when the stream took it
/// @param place object and line
record ErrorRecord(
        byte[] data, String code, String message, Optional<Instant> arrivedAt, String place)
        implements Outgoing {}
