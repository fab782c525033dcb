package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request of the process that a function runs in. HTTP/1.1 as far as runtimes speak it: bodies
/// with a length or in chunks.
///
/// @param body no more of it than one byte beyond what an answer may have
record RuntimeRequest(String method, String path, Map<String, String> headers, byte[] body) {
    private static final int HEAD_MAX = 64 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    /// The next one of a connection; empty when there is none.
    ///
    /// @param bodyMax of longer bodies one byte more is kept, and the rest read and forgotten
    static Optional<RuntimeRequest> read(InputStream in, OutputStream out, int bodyMax)
            throws IOException {
        String first = line(in);
        if (first == null) {
            return Optional.empty();
        }
        String[] parts = first.split(" ", 3);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new IOException("Not HTTP/1.1: " + first);
        }
        Map<String, String> headers = headers(in);
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        byte[] body = body(in, headers, bodyMax);
        return Optional.of(new RuntimeRequest(parts[0], parts[1], headers, body));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        int length = 0;
        for (String line = existing(line(in)); !line.isEmpty(); line = existing(line(in))) {
            length += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || length > HEAD_MAX) {
                throw new IOException("Not a header of HTTP/1.1, or too many of them");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers, int bodyMax)
            throws IOException {
        Kept kept = new Kept(bodyMax + 1);
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                kept.take(in, size);
                existing(line(in));
            }
            headers(in); // trailers
        } else {
            kept.take(in, number(headers.getOrDefault("content-length", "0"), 10));
        }
        return kept.bytes.toByteArray();
    }

    private static long chunkSize(InputStream in) throws IOException {
        return number(existing(line(in)).split(";", 2)[0].strip(), 16);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IOException("Not a length: " + text);
    }

    /// The beginning of a body.
    private static final class Kept {
        private final int max;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[64 * 1024];

        Kept(int max) {
            this.max = max;
        }

        void take(InputStream in, long count) throws IOException {
            long left = count;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("The connection ended within a body");
                }
                bytes.write(buffer, 0, Math.min(read, max - bytes.size()));
                left -= read;
            }
        }
    }

    private static String existing(@Nullable String line) throws IOException {
        if (line == null) {
            throw new EOFException("The connection ended within a request");
        }
        return line;
    }

    /// Without its end; null when there is none.
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next != '\n') {
            if (next < 0 || line.size() > HEAD_MAX) {
                throw new EOFException(
                        "The connection ended within a line, or the line has no end");
            }
            line.write(next);
            next = in.read();
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
