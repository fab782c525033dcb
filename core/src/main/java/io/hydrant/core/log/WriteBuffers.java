package io.hydrant.core.log;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Buffers outside the heap for writing segments, shared by all logs: few write at a time.
final class WriteBuffers {
    /// Large enough that a call to the kernel is cheap beside the bytes it carries.
    private static final int BUFFER_BYTES = 256 * 1024;

    private static final int KEPT_MAX = 8;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT_MAX);

    ByteBuffer borrow() {
        @Nullable ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer.clear();
    }

    /// Keeps the buffer for the next, unless there are enough.
    void giveBack(ByteBuffer buffer) {
        boolean kept = free.offer(buffer);
        assert kept || free.remainingCapacity() == 0;
    }
}
