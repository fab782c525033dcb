package io.hydrant.core.stream;

import java.nio.charset.StandardCharsets;

/// The ids of records: 224 characters of the base64 alphabet, as AWS's are. Opaque to clients. Made
/// of the log's id and the record's position alone when asked for, so that a record has the same
/// one at every start. No two records of a log share one, since two parts of an id are the
/// position, scrambled in two ways that can each be undone; records of different logs, whose ids
/// are random, would have to agree in 128 bits.
final class RecordIds {
    static final int LENGTH = 224;
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int PAIR_BITS = 12;
    private static final int PAIR_MASK = (1 << PAIR_BITS) - 1;
    private static final int PAIRS_PER_LONG = 5;

    /// Two characters for every value of twelve bits, one after the other.
    private static final byte[] PAIRS = pairs();

    private static final int SECOND_PART = 96;

    /// What does not depend on the record: looks random, and is the same always.
    private static final byte[] FRAME = commonFrame();

    private static final int CHARACTERS_PER_LONG = 4;

    private RecordIds() {}

    /// The ids of `count` records from `position` on, of the log with this id.
    static IssuedIds of(String logId, long position, int count) {
        long first = logId.length();
        long second = ~first;
        for (int i = 0; i < logId.length(); i += CHARACTERS_PER_LONG) {
            long characters = 0;
            for (int j = i; j < Math.min(i + CHARACTERS_PER_LONG, logId.length()); j++) {
                characters = characters << Character.SIZE | logId.charAt(j);
            }
            first = scramble(first ^ characters);
            second = scramble(second + characters);
        }
        return new IssuedIds(first, second, position, count);
    }

    private static byte[] commonFrame() {
        byte[] frame = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            frame[i] = ALPHABET[(int) scramble(i + 1) & 63];
        }
        return frame;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[2 << PAIR_BITS];
        for (int i = 0; i <= PAIR_MASK; i++) {
            pairs[2 * i] = ALPHABET[i & 63];
            pairs[2 * i + 1] = ALPHABET[i >>> 6];
        }
        return pairs;
    }

    /// What all ids have in common. Not to be changed.
    static byte[] frame() {
        return FRAME;
    }

    /// Makes an id of a [#frame] that is there already.
    static void write(long firstSeed, long secondSeed, long position, byte[] into, int at) {
        put(into, at, scramble(position ^ firstSeed));
        put(into, at + SECOND_PART, scramble(position + secondSeed));
    }

    private static void put(byte[] id, int at, long value) {
        long rest = value;
        for (int i = 0; i < PAIRS_PER_LONG; i++) {
            int pair = (int) rest & PAIR_MASK;
            id[at + 2 * i] = PAIRS[2 * pair];
            id[at + 2 * i + 1] = PAIRS[2 * pair + 1];
            rest >>>= PAIR_BITS;
        }
        id[at + 2 * PAIRS_PER_LONG] = ALPHABET[(int) rest];
    }

    /// The finalizer of splitmix64: one to one, and neighbours look unrelated.
    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
