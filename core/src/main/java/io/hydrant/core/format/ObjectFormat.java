package io.hydrant.core.format;

import java.util.Optional;
import java.util.OptionalLong;

/// How records become the bytes of an object. The same records under the same key and time always
/// become the same bytes.
public sealed interface ObjectFormat permits RawFormat, ColumnarFormat {
    /// How many bytes records become, when that is known before.
    OptionalLong length(long payloadBytes);

    /// The object's `Content-Encoding`.
    Optional<String> contentEncoding();
}
