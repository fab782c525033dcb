package io.hydrant.core.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes records in their order and makes something of them: an object's bytes, or other records.
/// Closing it writes the end. For one thread.
public interface RecordWriter extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Writes records that lie together.
    ///
    /// @param payloads of all of them, one after the other, with an accessible array; read to the
    ///   end of what `lengths` tells
    /// @param lengths of each, an int
    default void writeAll(ByteBuffer payloads, ByteBuffer lengths) throws IOException {
        byte[] bytes = payloads.array();
        int at = payloads.arrayOffset() + payloads.position();
        while (lengths.hasRemaining()) {
            int length = lengths.getInt();
            write(bytes, at, length);
            at += length;
        }
        payloads.position(at - payloads.arrayOffset());
    }
}
