package io.hydrant.core.objectstore;

import io.hydrant.aws.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.List;

/// The bytes of many blobs, of which one is open at a time: an object of ten thousand parts takes
/// no more files than one of two. The blobs are pinned until it is closed.
final class PartsStream extends BlockInput {
    /// Opens the bytes of a part when they are reached.
    @FunctionalInterface
    interface Part {
        InputStream open() throws IOException;
    }

    private final Deque<Part> parts;
    private final List<String> blobs;
    private final Index index;
    private InputStream current = InputStream.nullInputStream();
    private boolean closed;

    /// @param blobs what is pinned already
    PartsStream(Deque<Part> parts, List<String> blobs, Index index) {
        this.parts = parts;
        this.blobs = List.copyOf(blobs);
        this.index = index;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            int count = current.read(into, offset, length);
            if (count >= 0) {
                return count;
            }
            if (parts.isEmpty()) {
                return -1;
            }
            current.close();
            current = parts.removeFirst().open();
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            parts.clear();
            index.unpin(blobs);
            current.close();
        }
    }
}
