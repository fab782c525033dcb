package org.apache.hadoop.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A text as UTF-8.
public class Text extends BinaryComparable implements WritableComparable<BinaryComparable> {
    private byte[] bytes = new byte[0];
    private int length;

    public Text() {}

    public Text(String text) {
        set(text);
    }

    public Text(byte[] utf8) {
        set(utf8, 0, utf8.length);
    }

    public Text(Text other) {
        set(other.bytes, 0, other.length);
    }

    public void set(String text) {
        set(text.getBytes(StandardCharsets.UTF_8));
    }

    public void set(byte[] utf8) {
        set(utf8, 0, utf8.length);
    }

    public void set(Text other) {
        set(other.bytes, 0, other.length);
    }

    public void set(byte[] utf8, int from, int count) {
        bytes = Arrays.copyOfRange(utf8, from, from + count);
        length = count;
    }

    public void append(byte[] utf8, int from, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(utf8, from, bytes, length, count);
        length += count;
    }

    public void clear() {
        length = 0;
    }

    @Override
    public byte[] getBytes() {
        return bytes;
    }

    @Override
    public int getLength() {
        return length;
    }

    public byte[] copyBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public static String decode(byte[] utf8, int from, int count) {
        return new String(utf8, from, count, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return decode(bytes, 0, length);
    }

    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("Text.write");
    }

    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("Text.readFields");
    }
}
