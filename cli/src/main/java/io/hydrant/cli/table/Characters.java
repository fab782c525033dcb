package io.hydrant.cli.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Bytes into characters. Bytes that are not of the encoding become [#BROKEN], a character that no
/// valid text decodes to, so that the row that holds it can be named by its line.
public final class Characters {
    /// Half of a surrogate pair: decoders never produce it by itself.
    static final char BROKEN = '\udc80';

    private static final int BUFFER_BYTES = 1 << 13;

    private static final int GUESSED_BY_BYTES = 1 << 10;

    /// That of UTF-32LE begins as that of UTF-16LE does.
    private static final List<Mark> MARKS =
            List.of(
                    new Mark(
                            StandardCharsets.UTF_32LE,
                            (byte) 0xFF,
                            (byte) 0xFE,
                            (byte) 0,
                            (byte) 0),
                    new Mark(
                            StandardCharsets.UTF_32BE,
                            (byte) 0,
                            (byte) 0,
                            (byte) 0xFE,
                            (byte) 0xFF),
                    new Mark(StandardCharsets.UTF_16LE, (byte) 0xFF, (byte) 0xFE),
                    new Mark(StandardCharsets.UTF_16BE, (byte) 0xFE, (byte) 0xFF),
                    new Mark(StandardCharsets.UTF_8, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF));

    private Characters() {}

    /// Text that is being read, and in which encoding.
    record Decoded(Reader reader, Charset charset) {}

    /// @param charset what to read when no byte order mark says otherwise
    static Decoded decode(InputStream bytes, Charset charset) throws IOException {
        BufferedInputStream input = new BufferedInputStream(bytes, BUFFER_BYTES);
        Charset found = marked(input).orElse(charset);
        if (found.equals(StandardCharsets.UTF_16)) {
            found = guessedOrder(input);
        }
        CharsetDecoder decoder =
                found.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(BROKEN));
        return new Decoded(new InputStreamReader(input, decoder), found);
    }

    /// Takes a byte order mark off the input, and tells the encoding it stands for.
    private static Optional<Charset> marked(BufferedInputStream input) throws IOException {
        input.mark(4);
        byte[] head = input.readNBytes(4);
        for (Mark mark : MARKS) {
            if (mark.begins(head)) {
                input.reset();
                input.skipNBytes(mark.bytes().length);
                return Optional.of(mark.charset());
            }
        }
        input.reset();
        return Optional.empty();
    }

    /// The first bytes of a file that tell its encoding.
    private record Mark(Charset charset, byte... bytes) {
        boolean begins(byte[] head) {
            return head.length >= bytes.length
                    && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
        }
    }

    /// Whether the head of a file is one of the marks of encodings whose characters are no bytes.
    public static boolean isWideMark(byte[] head) {
        return MARKS.stream().anyMatch(mark -> mark.bytes().length != 3 && mark.begins(head));
    }

    /// UTF-16 without a mark: most texts have ASCII in them, whose other byte is zero.
    private static Charset guessedOrder(BufferedInputStream input) throws IOException {
        input.mark(BUFFER_BYTES);
        byte[] head = input.readNBytes(GUESSED_BY_BYTES);
        input.reset();
        int first = 0;
        int second = 0;
        for (int i = 0; i + 1 < head.length; i += 2) {
            first += head[i] == 0 ? 1 : 0;
            second += head[i + 1] == 0 ? 1 : 0;
        }
        return first > second ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }

    /// Whether bytes of this text were none. The second half of a valid pair is not meant: U+1F480
    /// ends with that very character.
    static boolean broken(String text) {
        for (int at = text.indexOf(BROKEN); at >= 0; at = text.indexOf(BROKEN, at + 1)) {
            if (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))) {
                return true;
            }
        }
        return false;
    }

    /// The text for people to read, its broken places marked.
    static String marked(String text) {
        return text.codePoints()
                .map(c -> c == BROKEN ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
