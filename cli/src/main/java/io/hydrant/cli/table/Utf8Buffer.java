package io.hydrant.cli.table;

import java.util.Arrays;

/// Bytes that grow as text is written to them. Used again for record after record, so that a row
/// costs one allocation: its own bytes.
final class Utf8Buffer {
    private static final String HEX = "0123456789abcdef";

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
        reserve(3 * characters);
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                i += writeBeyondAscii(text, i);
            }
        }
    }

    /// Between quotes, with what JSON reserves escaped as Python's `json.dumps` does it.
    void writeJson(String text) {
        int characters = text.length();
        reserve(6 * characters + 2);
        bytes[length++] = '"';
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += writeBeyondAscii(text, i);
            } else if (c < 0x20 || c == '"' || c == '\\') {
                writeEscaped(c);
            } else {
                bytes[length++] = (byte) c;
            }
        }
        bytes[length++] = '"';
    }

    private void writeEscaped(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = (byte) HEX.charAt(c >> 4);
                bytes[length++] = (byte) HEX.charAt(c & 0xf);
            }
        }
    }

    /// There is room for it.
    ///
    /// @return how many more characters than one were taken
    private int writeBeyondAscii(String text, int index) {
        int c = text.codePointAt(index);
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | c >> 6);
        } else if (c < 0x10000) {
            bytes[length++] = (byte) (0xe0 | c >> 12);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        } else {
            bytes[length++] = (byte) (0xf0 | c >> 18);
            bytes[length++] = (byte) (0x80 | c >> 12 & 0x3f);
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        }
        bytes[length++] = (byte) (0x80 | c & 0x3f);
        return c < 0x10000 ? 0 : 1;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
