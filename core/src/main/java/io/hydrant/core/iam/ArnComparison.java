package io.hydrant.core.iam;

/// Six parts, compared part by part with wildcards; the sixth may hold colons.
final class ArnComparison {
    private static final int PARTS = 6;

    private ArnComparison() {}

    static boolean matches(String policy, String requested) {
        String[] patterns = policy.split(":", PARTS);
        String[] parts = requested.split(":", PARTS);
        if (patterns.length != PARTS || parts.length != PARTS) {
            return Glob.matches(policy, requested) && patterns.length == 1;
        }
        for (int i = 0; i < PARTS; i++) {
            if (!Glob.matches(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }
}
