package io.hydrant.core.conversion.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/// Reads one value, whose first token is the parser's current one, and ends with its last. Safe for
/// use from many threads.
@FunctionalInterface
interface ValueReader {
    /// A value as [io.hydrant.core.conversion.HiveType] tells. Not called for null.
    ///
    /// @throws IllegalArgumentException when it does not fit
    @Nullable Object read(JsonParser json);
}
