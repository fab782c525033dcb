package io.hydrant.core.meter;

import java.time.Instant;

/// What went wrong with a stream, for whoever writes it down where the stream wants it.
///
/// @param logId of the stream: one that is made again under its name has other errors
/// @param isOfBackup whether it was the backup that failed
/// @param code as Firehose writes it
/// @param message at most [#MESSAGE_MAX] characters of it
public record StreamError(
        Instant at, String logId, String stream, boolean isOfBackup, String code, String message) {
    /// A message may have what a function or a server answered in it.
    static final int MESSAGE_MAX = 4_000;

    public StreamError {
        message = message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX);
    }

    /// Whether one is repeated by the other, whatever their messages.
    Kind kind() {
        return new Kind(logId, isOfBackup, code);
    }

    /// The errors that are alike.
    record Kind(String logId, boolean isOfBackup, String code) {}
}
