package io.hydrant.core.stream;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The ids of records: 224 characters of the base64 alphabet, as AWS's are. Opaque to clients. Made
/// when asked for; no two records of a log share one, since two parts of an id are the position,
/// scrambled in two ways that can each be undone.
final class RecordIds {
    static final int LENGTH = 224;
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_PER_LONG = 11;
    private static final int SECOND_PART = 96;

    /// What does not depend on the record: random, new at every start.
    private final byte[] frame = new byte[LENGTH];

    private final long seed;

    RecordIds(RandomGenerator random) {
        for (int i = 0; i < LENGTH; i++) {
            frame[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        seed = random.nextLong();
    }

    /// The ids of `count` records from `position` on, of the log with this id.
    IssuedIds of(String logId, long position, int count) {
        return new IssuedIds(this, seed ^ ((long) logId.hashCode() << 32), position, count);
    }

    /// Writes the [#LENGTH] characters of an id.
    void write(long logSeed, long position, byte[] into, int at) {
        System.arraycopy(frame, 0, into, at, LENGTH);
        put(into, at, scramble(position ^ logSeed));
        put(into, at + SECOND_PART, scramble(position + logSeed));
    }

    private static void put(byte[] id, int at, long value) {
        long rest = value;
        for (int i = 0; i < DIGITS_PER_LONG; i++) {
            id[at + i] = ALPHABET[(int) (rest & 63)];
            rest >>>= 6;
        }
    }

    /// The finalizer of splitmix64: one to one, and neighbours look unrelated.
    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
