package io.hydrant.server.firehose;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the end of a string in a body, eight bytes at a time: records are long and quotes rare.
final class Quotes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long EIGHT_QUOTES = ONES * '"';

    private Quotes() {}

    /// The index of the first `"` from `start` on, or the length when there is none.
    static int next(byte[] body, int start) {
        int i = start;
        for (; i <= body.length - Long.BYTES; i += Long.BYTES) {
            long quotesAreZero = (long) LONGS.get(body, i) ^ EIGHT_QUOTES;
            long found = (quotesAreZero - ONES) & ~quotesAreZero & HIGH_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < body.length && body[i] != '"') {
            i++;
        }
        return i;
    }
}
