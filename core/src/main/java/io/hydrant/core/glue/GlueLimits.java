package io.hydrant.core.glue;

/// How much a data catalog may hold: AWS's quotas.
///
/// @param versions of a table, with the newest
public record GlueLimits(int databases, int tablesOfDatabase, int versions) {
    public static final GlueLimits AWS = new GlueLimits(10_000, 200_000, 100_000);

    static void check(long count, int max, String what) {
        if (count >= max) {
            throw GlueError.RESOURCE_NUMBER_LIMIT_EXCEEDED.because(
                    "Number of %s exceeds the limit of %d.", what, max);
        }
    }
}
