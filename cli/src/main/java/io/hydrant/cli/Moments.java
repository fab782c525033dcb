package io.hydrant.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `2026-11-26T10:00:00Z`, `2026-11-26T11:00:00+01:00`, and in this machine's time zone
/// `2026-11-26T11:00:00`, `2026-11-26 11:00` and `2026-11-26`.
final class Moments implements ITypeConverter<Instant> {
    private static final List<Function<String, Instant>> FORMS =
            List.of(
                    text -> OffsetDateTime.parse(text).toInstant(),
                    text -> LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant(),
                    text -> LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant());

    @Override
    public Instant convert(String text) {
        String written = text.strip().replace(' ', 'T');
        for (Function<String, Instant> form : FORMS) {
            Optional<Instant> time = read(form, written);
            if (time.isPresent()) {
                return time.get();
            }
        }
        throw new TypeConversionException(
                "\""
                        + text
                        + "\" is not a time like 2026-11-26T10:00:00Z, \"2026-11-26 11:00\" or 2026-11-26");
    }

    private static Optional<Instant> read(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
