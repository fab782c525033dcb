package io.hydrant.columnar.reading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What a file is, told by its bytes. Loads nothing of the libraries.
public enum ColumnarKind {
    PARQUET("PAR1"),
    ORC("ORC");

    /// As many first bytes as tell which it is.
    public static final int HEAD_BYTES = 512;

    private final byte[] mark;

    ColumnarKind(String mark) {
        this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    }

    /// The format that the first bytes of a file speak of. A text that begins with the same letters
    /// has no control characters soon after them, and these files have.
    public static Optional<ColumnarKind> of(byte[] head) {
        for (ColumnarKind format : values()) {
            if (startsWith(head, format.mark) && hasControl(head, format.mark.length)) {
                return Optional.of(format);
            }
        }
        return startsWith(head, "PARE".getBytes(StandardCharsets.US_ASCII)) && hasControl(head, 4)
                ? Optional.of(PARQUET)
                : Optional.empty();
    }

    /// How it is called in messages.
    public String title() {
        return switch (this) {
            case PARQUET -> "Parquet";
            case ORC -> "ORC";
        };
    }

    private static boolean startsWith(byte[] head, byte[] mark) {
        return head.length >= mark.length
                && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    private static boolean hasControl(byte[] head, int from) {
        for (int i = from; i < Math.min(head.length, HEAD_BYTES); i++) {
            if (head[i] >= 0
                    && head[i] < ' '
                    && head[i] != '\t'
                    && head[i] != '\n'
                    && head[i] != '\r') {
                return true;
            }
        }
        return head.length == from;
    }

    /// Where the length of what a file ends in is told.
    static byte[] tail(RangedSource source, int length) throws IOException {
        if (source.length() < length) {
            throw UnreadableFileException.damaged("it is cut off after its first bytes");
        }
        return source.read(source.length() - length, length);
    }
}
