package io.hydrant.core.objectstore;

/// The CRC of a followed by b from the CRCs of both: appending bytes to a message is a linear map
/// of its CRC, and a map over many zero bytes is had by squaring. For reflected CRCs whose register
/// begins and ends as all ones.
final class CrcCombination {
    private CrcCombination() {}

    static long combine(long polynomial, int width, long crcOfA, long crcOfB, long lengthOfB) {
        long[] oneBit = new long[width];
        oneBit[0] = polynomial;
        for (int i = 1; i < width; i++) {
            oneBit[i] = 1L << i - 1;
        }
        long[] step = squared(squared(squared(oneBit))); // over one zero byte
        long crc = crcOfA;
        for (long remaining = lengthOfB; remaining > 0; remaining >>>= 1) {
            if ((remaining & 1) == 1) {
                crc = times(step, crc);
            }
            step = squared(step);
        }
        return crc ^ crcOfB;
    }

    private static long times(long[] matrix, long vector) {
        long sum = 0;
        long rest = vector;
        for (int i = 0; i < matrix.length && rest != 0; i++) {
            if ((rest & 1) == 1) {
                sum ^= matrix[i];
            }
            rest >>>= 1;
        }
        return sum;
    }

    private static long[] squared(long[] matrix) {
        long[] square = new long[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            square[i] = times(matrix, matrix[i]);
        }
        return square;
    }
}
