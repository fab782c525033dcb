package io.hydrant.core.disk;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Buffers outside the heap, aligned to [#ALIGNMENT_BYTES], for writing files in large pieces. A
/// few are kept for the next: few write at a time. Safe for use from many threads.
public final class WriteBuffers {
    static final int ALIGNMENT_BYTES = 4096;

    private static final int KEPT_MAX = 8;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT_MAX);
    private final int bufferBytes;

    /// @param bufferBytes large enough that a call to the kernel is cheap beside what it carries
    public WriteBuffers(int bufferBytes) {
        this.bufferBytes = bufferBytes;
    }

    public ByteBuffer borrow() {
        @Nullable ByteBuffer buffer = free.poll();
        return buffer == null ? aligned() : buffer.clear();
    }

    private ByteBuffer aligned() {
        ByteBuffer roomy = ByteBuffer.allocateDirect(bufferBytes + ALIGNMENT_BYTES);
        int unaligned = roomy.alignmentOffset(0, ALIGNMENT_BYTES);
        return roomy.slice((ALIGNMENT_BYTES - unaligned) % ALIGNMENT_BYTES, bufferBytes);
    }

    /// Keeps the buffer for the next, unless there are enough.
    public void giveBack(ByteBuffer buffer) {
        boolean kept = free.offer(buffer);
        assert kept || free.remainingCapacity() == 0;
    }
}
