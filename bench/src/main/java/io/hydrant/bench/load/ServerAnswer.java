package io.hydrant.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads answers as they come in, without keeping more of them than is needed to tell whether all
/// was taken. For one connection.
public final class ServerAnswer {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
    private static final Pattern FAILED = Pattern.compile("\"FailedPutCount\"\\s*:\\s*(\\d+)");
    private static final int HEAD_MAX = 16 * 1024;

    /// Where Hydrant says how many records were refused. A server that says so elsewhere has its
    /// answers kept whole.
    private static final int START_BYTES = 128;

    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END
    }

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder size = new StringBuilder();
    private final StringBuilder start = new StringBuilder();
    private Part part = Part.HEAD;
    private int status;
    private long remaining;

    /// The first answer is kept whole: where it says so, the others will.
    private int keptMax = Integer.MAX_VALUE;

    /// Takes what has been read; true when the answer is whole.
    public boolean take(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            boolean whole =
                    switch (part) {
                        case HEAD -> takeHead(bytes);
                        case BODY -> takeBody(bytes);
                        case CHUNK_SIZE -> takeChunkSize(bytes);
                        case CHUNK -> takeChunk(bytes);
                        case CHUNK_END -> takeChunkEnd(bytes);
                    };
            if (whole) {
                part = Part.HEAD;
                return true;
            }
        }
        return false;
    }

    private boolean takeHead(ByteBuffer bytes) throws IOException {
        if (head.isEmpty()) {
            start.setLength(0);
        }
        while (bytes.hasRemaining()) {
            head.append((char) (bytes.get() & 0xFF));
            int n = head.length();
            if (n > HEAD_MAX) {
                throw new IOException("An answer's head does not end: " + head);
            }
            if (n >= 4 && head.charAt(n - 1) == '\n' && head.charAt(n - 3) == '\n') {
                return beginBody();
            }
        }
        return false;
    }

    private boolean beginBody() throws IOException {
        String text = head.toString().toLowerCase(Locale.ROOT);
        head.setLength(0);
        if (!text.startsWith("http/1.1 ")) {
            throw new IOException("Not an HTTP/1.1 answer: " + text);
        }
        status = Integer.parseInt(text.substring(9, 12));
        Matcher length = LENGTH.matcher(text);
        if (length.find()) {
            remaining = Long.parseLong(length.group(1));
            part = Part.BODY;
            return remaining == 0;
        }
        if (!text.contains("\r\ntransfer-encoding: chunked")) {
            throw new IOException("An answer without a length: " + text);
        }
        part = Part.CHUNK_SIZE;
        return false;
    }

    private boolean takeBody(ByteBuffer bytes) {
        skip(bytes);
        return remaining == 0;
    }

    private void skip(ByteBuffer bytes) {
        int count = (int) Math.min(bytes.remaining(), remaining);
        int end = bytes.position() + count;
        while (start.length() < keptMax && bytes.position() < end) {
            start.append((char) (bytes.get() & 0xFF));
        }
        bytes.position(end);
        remaining -= count;
    }

    private boolean takeChunkSize(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char c = (char) bytes.get();
            if (c == '\n') {
                remaining = Long.parseLong(size.toString().strip(), 16);
                size.setLength(0);
                part = remaining == 0 ? Part.CHUNK_END : Part.CHUNK;
                return false;
            }
            size.append(c);
        }
        return false;
    }

    private boolean takeChunk(ByteBuffer bytes) {
        skip(bytes);
        if (remaining == 0) {
            remaining = -1;
            part = Part.CHUNK_END;
        }
        return false;
    }

    /// The line end after a chunk; after the last one, of size 0, it ends the answer.
    private boolean takeChunkEnd(ByteBuffer bytes) {
        boolean isLast = remaining == 0;
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                part = Part.CHUNK_SIZE;
                return isLast;
            }
        }
        return false;
    }

    public int status() {
        return status;
    }

    /// How its body begins.
    public String text() {
        return start.toString();
    }

    /// Whether every record of a batch was taken.
    ///
    /// @throws IOException when the answer does not say so
    public boolean isWholeBatchTaken() throws IOException {
        Matcher failed = FAILED.matcher(start);
        if (!failed.find()) {
            throw new IOException("An answer without FailedPutCount: " + start);
        }
        if (failed.end() < START_BYTES) {
            keptMax = START_BYTES;
        }
        return failed.group(1).equals("0");
    }
}
