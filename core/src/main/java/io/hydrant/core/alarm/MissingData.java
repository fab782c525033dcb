package io.hydrant.core.alarm;

import java.util.Optional;

/// What a period without a value counts as.
public enum MissingData {
    MISSING("missing", ""),
    IGNORE("ignore", ""),
    BREACHING("breaching", "Breaching"),
    NOT_BREACHING("notBreaching", "NonBreaching");

    private final String wireName;
    private final String words;

    MissingData(String wireName, String words) {
        this.wireName = wireName;
        this.words = words;
    }

    public String wireName() {
        return wireName;
    }

    /// As reasons spell it, of those that count as values.
    String words() {
        return words;
    }

    public static Optional<MissingData> ofWireName(String name) {
        for (MissingData each : values()) {
            if (each.wireName.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
