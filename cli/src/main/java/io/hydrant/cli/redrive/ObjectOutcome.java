package io.hydrant.cli.redrive;

import java.time.Instant;

/// What became of an error object.
public sealed interface ObjectOutcome {
    String object();

    /// It was read to its end.
    ///
    /// @param records that were sent, or would be
    /// @param bytes of their data
    /// @param sentBefore records that an earlier redrive sent
    /// @param notSelected records that the caller's choice leaves
    /// @param badLines lines that hold no record that could be sent
    /// @param isDeleted whether the object is gone now
    record Read(
            String object,
            long records,
            long bytes,
            long sentBefore,
            long notSelected,
            long badLines,
            boolean isDeleted)
            implements ObjectOutcome {}

    /// Its tag says that the records were sent before.
    record SentBefore(String object, long records, long badLines, Instant at, boolean isDeleted)
            implements ObjectOutcome {}

    /// It was not read, or not to its end.
    ///
    /// @param records that were sent before that
    record Unreadable(String object, long records, String reason) implements ObjectOutcome {}

    /// The redrive was stopped within it.
    record Stopped(String object, long records) implements ObjectOutcome {}
}
