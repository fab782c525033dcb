package org.apache.hadoop.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;

/// Bytes.
public class BytesWritable extends BinaryComparable
        implements WritableComparable<BinaryComparable> {
    private byte[] bytes;

    public BytesWritable() {
        this(new byte[0]);
    }

    public BytesWritable(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] getBytes() {
        return bytes;
    }

    @Override
    public int getLength() {
        return bytes.length;
    }

    public byte[] copyBytes() {
        return bytes.clone();
    }

    public void set(byte[] other, int from, int length) {
        bytes = Arrays.copyOfRange(other, from, from + length);
    }

    public void setSize(int size) {
        bytes = Arrays.copyOf(bytes, size);
    }

    public int getCapacity() {
        return bytes.length;
    }

    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("BytesWritable.write");
    }

    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("BytesWritable.readFields");
    }
}
