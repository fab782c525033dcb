package io.hydrant.core.iam;

/// Six parts, compared part by part with wildcards; the sixth may hold colons.
final class ArnComparison {
    private static final int PARTS = 6;

    private ArnComparison() {}

    /// An ARN, or a pattern for whole ARNs without a colon.
    static boolean reads(String policy) {
        int parts = policy.split(":", PARTS).length;
        return parts == PARTS || (parts == 1 && policy.contains("*"));
    }

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
