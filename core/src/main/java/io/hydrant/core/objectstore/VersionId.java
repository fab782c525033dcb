package io.hydrant.core.objectstore;

import java.util.HexFormat;

/// The ids of versions: thirty-two characters, the version's number turned round, so that newer ids
/// sort first, and chance.
final class VersionId {
    private static final int NUMBER_LENGTH = 16;

    private VersionId() {}

    static String of(long seq, long chance) {
        return "%016x%016x".formatted(Long.MAX_VALUE - seq, chance);
    }

    static boolean isOne(String text) {
        return text.matches("[0-9a-f]{32}");
    }

    /// The number of the version that has, or had, this id.
    static long seqOf(String versionId) {
        return Long.MAX_VALUE
                - HexFormat.fromHexDigitsToLong(versionId.substring(0, NUMBER_LENGTH));
    }
}
