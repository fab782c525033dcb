package io.hydrant.aws.sigv4;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The lines of aws-chunked framing, each of bounded length.
final class ChunkLines {
    /// Bytes in a line, and in all trailers together. AWS's own lines have some 90.
    private static final int LIMIT = 16_384;

    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;

    ChunkLines(InputStream in) {
        this.in = in;
    }

    /// The line above a chunk. `signature` is empty when there is none.
    record Start(long size, String signature) {}

    /// `signedText` is what a signature over the fields is made over.
    record Trailers(Map<String, String> fields, String signedText, String signature) {}

    Start start() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw PayloadError.MALFORMED_CHUNK.exception();
        }
        String signature = "";
        if (semicolon >= 0) {
            for (String extension : line.substring(semicolon + 1).split(";", -1)) {
                if (extension.strip().startsWith("chunk-signature=")) {
                    signature = extension.strip().substring("chunk-signature=".length());
                }
            }
        }
        return new Start(Long.parseLong(size, 16), signature);
    }

    /// The end of line behind a chunk's bytes.
    void blank() throws IOException {
        if (!line().isEmpty()) {
            throw PayloadError.MALFORMED_CHUNK.exception();
        }
    }

    /// Reads to the end. Some clients put an empty line before the signature, so with
    /// `signatureFollows` an empty line ends the trailers only once that was seen.
    Trailers trailers(boolean signatureFollows) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder signedText = new StringBuilder();
        String signature = "";
        int total = 0;
        String line;
        while (!(line = lineOrEnd()).equals(END)) {
            total += line.length() + 2;
            if (total > LIMIT) {
                throw PayloadError.MALFORMED_TRAILER.exception();
            }
            if (line.isEmpty()) {
                if (!signatureFollows || !signature.isEmpty()) {
                    break;
                }
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw PayloadError.MALFORMED_TRAILER.exception();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals(TRAILER_SIGNATURE)) {
                signature = value;
            } else {
                fields.put(name, value);
                signedText.append(name).append(':').append(value).append('\n');
            }
        }
        expectEnd();
        return new Trailers(Map.copyOf(fields), signedText.toString(), signature);
    }

    private static final String END = "\n";

    /// At most one more end of line may follow.
    private void expectEnd() throws IOException {
        if (!new String(in.readNBytes(3), StandardCharsets.ISO_8859_1).isBlank()) {
            throw PayloadError.INCOMPLETE_BODY.exception();
        }
    }

    private String line() throws IOException {
        String line = lineOrEnd();
        if (line.equals(END)) {
            throw PayloadError.INCOMPLETE_BODY.exception();
        }
        return line;
    }

    /// Without its `\r\n` or `\n`; [#END] when there is nothing more.
    private String lineOrEnd() throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                return line.isEmpty() ? END : line.toString();
            }
            if (line.length() >= LIMIT) {
                throw PayloadError.MALFORMED_CHUNK.exception();
            }
            line.append((char) b);
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }
}
