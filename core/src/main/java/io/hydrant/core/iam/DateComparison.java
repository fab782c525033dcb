package io.hydrant.core.iam;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Moments in ISO 8601 (in UTC when no zone is given; a date alone is its midnight) or in epoch
/// seconds.
final class DateComparison {
    private DateComparison() {}

    static ConditionOperator.Comparison of(IntPredicate wanted) {
        return (policy, requested) -> {
            Optional<Instant> left = parse(requested.strip());
            Optional<Instant> right = parse(policy.strip());
            return left.isPresent()
                    && right.isPresent()
                    && wanted.test(left.get().compareTo(right.get()));
        };
    }

    static Optional<Instant> parse(String text) {
        try {
            if (text.matches("\\d{1,16}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            if (text.length() == "2030-01-01".length()) {
                return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            return Optional.of(
                    text.matches("\\d{4}-\\d\\d-\\d\\d[Tt][\\d:.]+")
                            ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
