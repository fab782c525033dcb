package io.hydrant.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// A request down to the last byte, which is sent again and again, each time as another call of an
/// AWS SDK: with an `amz-sdk-invocation-id` of its own, which is not signed, so that it can be
/// written over.
///
/// @param idAt where the id is in the bytes: before anything that could still be on its way of the
///   call before
public record PreparedRequest(ByteBuffer bytes, int idAt) {
    /// Differs from that of any other run.
    private static final String RUN = UUID.randomUUID().toString();

    private static final int DIGITS = 12;
    private static final AtomicLong CALLS = new AtomicLong();
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// An id to be written over.
    static String anyId() {
        return RUN;
    }

    /// The bytes of the next call; those of the call before are not to be used anymore, but for
    /// what lies behind the id.
    public ByteBuffer nextCall() {
        long call = CALLS.incrementAndGet();
        int last = idAt + RUN.length() - 1;
        for (int i = 0; i < DIGITS; i++) {
            bytes.put(last - i, HEX[(int) (call & 15)]);
            call >>>= 4;
        }
        return sameCall();
    }

    /// The bytes of the same call, to be tried again.
    public ByteBuffer sameCall() {
        return bytes.duplicate();
    }
}
