package org.apache.hadoop.io;

import java.util.Arrays;

/// Bytes, whose order is that of unsigned numbers.
public abstract class BinaryComparable implements Comparable<BinaryComparable> {
    public abstract int getLength();

    public abstract byte[] getBytes();

    @Override
    public int compareTo(BinaryComparable other) {
        return compareTo(other.getBytes(), 0, other.getLength());
    }

    public int compareTo(byte[] other, int from, int length) {
        return Arrays.compareUnsigned(getBytes(), 0, getLength(), other, from, from + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryComparable bytes && compareTo(bytes) == 0;
    }

    @Override
    public int hashCode() {
        return WritableComparator.hashBytes(getBytes(), getLength());
    }
}
