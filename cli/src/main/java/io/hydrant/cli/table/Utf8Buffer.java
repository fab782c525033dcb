package io.hydrant.cli.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow as text is written to them. Used again for record after record, so that a row
/// costs one allocation: its own bytes.
final class Utf8Buffer {
    private byte[] bytes = new byte[512];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void write(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /// A character of ASCII.
    void write(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void write(String text) {
        int characters = text.length();
        reserve(characters);
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                write(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
