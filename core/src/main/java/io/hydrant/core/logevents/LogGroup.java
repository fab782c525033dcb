package io.hydrant.core.logevents;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// A log group as it is kept.
///
/// @param mark tells it from another that had its name
/// @param retentionDays after which its events go; without it only the store's bound does
/// @param storedBytes of its events, each counted as CloudWatch does: its text and 26 bytes
public record LogGroup(
        long id,
        String name,
        String mark,
        long createdMillis,
        OptionalInt retentionDays,
        Map<String, String> tags,
        long storedBytes) {
    /// As many tags as AWS lets a group have.
    public static final int TAGS_MAX = 50;

    /// The retentions that AWS has, in days.
    public static final Set<Integer> RETENTIONS =
            Set.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    public LogGroup {
        tags = Map.copyOf(tags);
    }

    /// From when on its events are there, if it lets any go.
    Optional<Long> oldestMillis(long nowMillis) {
        return retentionDays.isPresent()
                ? Optional.of(nowMillis - Duration.ofDays(retentionDays.getAsInt()).toMillis())
                : Optional.empty();
    }

    /// @throws io.hydrant.aws.ServiceException when AWS has no such retention
    public static int checkedRetention(int days) {
        if (!RETENTIONS.contains(days)) {
            throw LogsError.INVALID_PARAMETER.because(
                    "1 validation error detected: Value '%d' at 'retentionInDays' failed to satisfy"
                            + " constraint: Member must satisfy enum value set: %s",
                    days, new TreeSet<>(RETENTIONS));
        }
        return days;
    }
}
