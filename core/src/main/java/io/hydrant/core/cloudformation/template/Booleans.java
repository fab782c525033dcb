package io.hydrant.core.cloudformation.template;

import java.util.Locale;

/// Booleans as YAML 1.1 spells them.
final class Booleans {
    private Booleans() {}

    static boolean read(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            default -> false;
        };
    }
}
