package io.hydrant.core.stream;

import java.time.ZoneId;

/// How many bytes the keys of a stream's objects have at most.
///
/// @param fixed of what follows the prefix: the default path, if it gets one, the suffix with the
///   stream's name, and the extension
public record KeyBytes(int fixed) {
    /// S3 takes no longer ones.
    public static final int MAX = 1_024;

    /// `yyyy/MM/dd/HH/`, which a prefix without a time gets.
    private static final int DEFAULT_PATH = 14;

    /// `-{version}-{yyyy-MM-dd-HH-mm-ss}-{uuid}`, the version with all the digits that it can have.
    private static final int SUFFIX = 1 + 10 + 1 + 19 + 1 + 36;

    public static KeyBytes of(PrefixExpression prefix, String streamName, int extension) {
        boolean isWhole = prefix.hasTimestamp() || prefix.hasPartitionKey();
        return new KeyBytes(
                (isWhole ? 0 : DEFAULT_PATH) + streamName.length() + SUFFIX + extension);
    }

    /// Of error objects, whose prefix gets nothing.
    public static KeyBytes ofErrors(String streamName) {
        return new KeyBytes(streamName.length() + SUFFIX);
    }

    /// Of the whole key, without the values of partition keys.
    public int longest(PrefixExpression prefix, String errorOutputType, ZoneId zone) {
        return prefix.longest(errorOutputType, zone) + fixed;
    }
}
