package io.hydrant.aws.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// `20261122T120000Z`, the form of time in signatures.
public final class AmzDate {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private AmzDate() {}

    public static String format(Instant time) {
        return BASIC.format(time);
    }

    static Optional<Instant> parse(String text) {
        return parse(text, BASIC);
    }

    /// As in a `Date` header, which some clients sign in place of `X-Amz-Date`.
    static Optional<Instant> parseHttpDate(String text) {
        return parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter format) {
        try {
            return Optional.of(format.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
