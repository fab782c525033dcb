package io.hydrant.cli.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How a file spells its table.
///
/// @param charset its encoding, where no byte order mark says otherwise
/// @param separator what stands between two fields
/// @param quote what encloses a field that holds a separator; empty where nothing does
/// @param lastColumnTakesRest whether the last column takes the rest of the line as it stands
public record Dialect(
        Charset charset, char separator, Optional<Character> quote, boolean lastColumnTakesRest) {

    /// RFC 4180 in UTF-8.
    public static final Dialect USUAL = usualIn(StandardCharsets.UTF_8);

    /// FastCSV wants a quote. It looks for one where a field begins, and no field begins with the
    /// second half of a surrogate pair.
    private static final char NONE = '\udc00';

    public Dialect {
        if (quote.isPresent() && quote.get() == separator) {
            throw new IllegalArgumentException("separator and quote are both " + separator);
        }
        if (quote.isPresent() && lastColumnTakesRest) {
            throw new IllegalArgumentException("a line with quotes has no plain rest");
        }
    }

    public static Dialect usualIn(Charset charset) {
        return new Dialect(charset, ',', Optional.of('"'), false);
    }

    char quoteOrNone() {
        return quote.orElse(NONE);
    }
}
