package io.hydrant.core.format;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How records become the bytes of an object. The same records under the same key and time always
/// become the same bytes.
public sealed interface ObjectFormat permits RawFormat {
    /// Begins an object.
    ///
    /// @param into gets its bytes, and is closed with the writer
    /// @param key of the object
    /// @param time when its oldest record arrived
    RecordWriter writer(OutputStream into, String key, Instant time) throws IOException;

    /// How many bytes records become, when that is known before.
    OptionalLong length(long payloadBytes);

    /// The object's `Content-Encoding`.
    Optional<String> contentEncoding();
}
