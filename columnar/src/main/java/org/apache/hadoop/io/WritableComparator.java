package org.apache.hadoop.io;

import java.util.Arrays;

/// The order and the hash of bytes, as Hadoop has them.
public class WritableComparator {
    private WritableComparator() {}

    public static int compareBytes(
            byte[] one, int from, int length, byte[] other, int otherFrom, int otherLength) {
        return Arrays.compareUnsigned(
                one, from, from + length, other, otherFrom, otherFrom + otherLength);
    }

    public static int hashBytes(byte[] bytes, int length) {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
