package io.hydrant.core.logevents;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place among events: before, at or behind the event of that time and id.
public record EventPlace(long atMillis, long id) implements Comparable<EventPlace> {
    /// Before all events.
    public static final EventPlace BEGINNING = new EventPlace(Long.MIN_VALUE, 0);

    /// Behind all events.
    public static final EventPlace END = new EventPlace(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final Comparator<EventPlace> ORDER =
            Comparator.comparingLong(EventPlace::atMillis).thenComparingLong(EventPlace::id);

    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,19})\\.(\\d{1,19})");

    /// Before all events of that time.
    public static EventPlace before(long atMillis) {
        return new EventPlace(atMillis, -1);
    }

    @Override
    public int compareTo(EventPlace other) {
        return ORDER.compare(this, other);
    }

    /// As tokens have it.
    public String text() {
        return atMillis + "." + id;
    }

    /// Empty for what is none of ours.
    public static Optional<EventPlace> of(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EventPlace(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
        } catch (NumberFormatException isTooLong) {
            return Optional.empty();
        }
    }
}
