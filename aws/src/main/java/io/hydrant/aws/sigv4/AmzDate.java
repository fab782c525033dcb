package io.hydrant.aws.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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

    private static final int LENGTH = 16;

    private AmzDate() {}

    public static String format(Instant time) {
        return BASIC.format(time);
    }

    /// Read by hand: every request has one, and the general parser takes longer than a signature.
    static Optional<Instant> parse(String text) {
        String time = text.strip();
        if (time.length() != LENGTH || time.charAt(8) != 'T' || time.charAt(15) != 'Z') {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.of(
                                    number(time, 0, 4),
                                    number(time, 4, 6),
                                    number(time, 6, 8),
                                    number(time, 9, 11),
                                    number(time, 11, 13),
                                    number(time, 13, 15))
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /// @throws DateTimeException when there is anything but digits
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("Not a digit in " + text);
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /// As in a `Date` header, which some clients sign in place of `X-Amz-Date`.
    static Optional<Instant> parseHttpDate(String text) {
        try {
            return Optional.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
