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

/// Bytes into characters. Bytes that are not of the encoding become [#BROKEN], a character that no
/// valid text decodes to, so that the row that holds it can be named by its line.
final class Characters {
    /// Half of a surrogate pair: decoders never produce it by itself.
    static final char BROKEN = '\udc80';

    private static final int BUFFER_BYTES = 1 << 13;

    private Characters() {}

    /// @param charset what to read when no byte order mark says otherwise
    static Reader decode(InputStream bytes, Charset charset) throws IOException {
        BufferedInputStream input = new BufferedInputStream(bytes, BUFFER_BYTES);
        CharsetDecoder decoder =
                markedOr(input, charset)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(BROKEN));
        return new InputStreamReader(input, decoder);
    }

    /// Takes a byte order mark off the input, and tells the encoding it stands for.
    private static Charset markedOr(BufferedInputStream input, Charset charset) throws IOException {
        if (charset.name().startsWith("UTF-32")) {
            return charset; // its decoder knows its own mark, which begins as that of UTF-16 does
        }
        input.mark(3);
        int first = input.read();
        int second = first < 0 ? -1 : input.read();
        if (first == 0xFE && second == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (first == 0xFF && second == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (first == 0xEF && second == 0xBB && input.read() == 0xBF) {
            return StandardCharsets.UTF_8;
        }
        input.reset();
        return charset;
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
