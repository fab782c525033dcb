package io.hydrant.core.ssm;

import java.util.Arrays;
import java.util.Optional;

/// How large a parameter may be, and how many an account may have of the kind.
public enum ParameterTier {
    STANDARD("Standard", 4_096, 10_000),
    ADVANCED("Advanced", 8_192, 100_000);

    /// The choice between the two by what a value needs.
    public static final String INTELLIGENT = "Intelligent-Tiering";

    private final String wireName;
    private final int valueMax;
    private final int countMax;

    ParameterTier(String wireName, int valueMax, int countMax) {
        this.wireName = wireName;
        this.valueMax = valueMax;
        this.countMax = countMax;
    }

    public String wireName() {
        return wireName;
    }

    /// In bytes of UTF-8.
    int valueMax() {
        return valueMax;
    }

    int countMax() {
        return countMax;
    }

    static Optional<ParameterTier> of(String wireName) {
        return Arrays.stream(values()).filter(tier -> tier.wireName.equals(wireName)).findFirst();
    }
}
