package io.hydrant.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Reads a log frame by frame up to where it ended when the reader was opened. Call [#next] first;
/// what it then shows is valid until the next call. For one thread.
public interface LogReader extends AutoCloseable {
    /// Moves to the next frame; false at the end.
    boolean next() throws IOException;

    /// The start of the frame that is shown; before the first, where reading begins, or before it.
    LogPoint start();

    /// The end of the frame that is shown; before the first, its start.
    LogPoint end();

    /// The arrival of its records.
    Instant arrival();

    /// The lengths of its records, each an int. Not checked.
    ByteBuffer lengths() throws IOException;

    /// The lengths of some of its records. Not checked.
    ///
    /// @param first of them in the frame
    ByteBuffer lengths(int first, int count) throws IOException;

    /// Some of its payloads' bytes, in a buffer with an accessible array. Not checked: it is for
    /// what has a checksum of its own, so that not the whole frame must be read.
    ///
    /// @param from how many bytes of payloads come before
    ByteBuffer payloads(int from, int bytes) throws IOException;

    /// All payloads of the frame, one after the other, in a buffer with an accessible array, after
    /// a check that they are what was written.
    ///
    /// @throws LogDamagedException when they are not; the log then stops
    ByteBuffer payloads() throws IOException;

    /// Whether the payloads of the frame are kept encrypted.
    boolean isSealed();

    /// Makes sure that lengths and payloads are what was written. Those that are encrypted are not
    /// decrypted.
    ///
    /// @throws LogDamagedException when they are not; the log then stops
    default void check() throws IOException {
        payloads();
    }

    /// The end of the first record of the frame with which a size is reached, behind `from`.
    ///
    /// @param wanted bytes of payload from the beginning of the log on
    /// @throws LogDamagedException as [#payloads] does
    default LogPoint within(LogPoint from, long wanted) throws IOException {
        check();
        ByteBuffer lengths = lengths();
        LogPoint end = start();
        while (end.payloadBytes() < wanted || end.position() <= from.position()) {
            end = end.plus(1, lengths.getInt());
        }
        return end;
    }

    @Override
    void close() throws IOException;
}
