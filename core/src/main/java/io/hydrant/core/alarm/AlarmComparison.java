package io.hydrant.core.alarm;

import java.util.Optional;

/// How a value is compared with an alarm's threshold.
public enum AlarmComparison {
    GREATER_OR_EQUAL("GreaterThanOrEqualToThreshold", "greater than or equal to") {
        @Override
        boolean isBreached(double value, double threshold) {
            return value >= threshold;
        }
    },
    GREATER("GreaterThanThreshold", "greater than") {
        @Override
        boolean isBreached(double value, double threshold) {
            return value > threshold;
        }
    },
    LESS("LessThanThreshold", "less than") {
        @Override
        boolean isBreached(double value, double threshold) {
            return value < threshold;
        }
    },
    LESS_OR_EQUAL("LessThanOrEqualToThreshold", "less than or equal to") {
        @Override
        boolean isBreached(double value, double threshold) {
            return value <= threshold;
        }
    };

    private final String wireName;
    private final String words;

    AlarmComparison(String wireName, String words) {
        this.wireName = wireName;
        this.words = words;
    }

    abstract boolean isBreached(double value, double threshold);

    public String wireName() {
        return wireName;
    }

    /// As reasons spell it.
    String words() {
        return words;
    }

    /// Empty for those of anomaly detection, too.
    public static Optional<AlarmComparison> ofWireName(String name) {
        for (AlarmComparison each : values()) {
            if (each.wireName.equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
