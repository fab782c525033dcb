package io.hydrant.core.format;

import java.util.Optional;
import java.util.OptionalLong;

/// The rows that records are, column by column: Parquet or ORC. A [Converter] writes them.
///
/// @param plan all that determines the bytes, beside the records
public record ColumnarFormat(String plan, Optional<String> contentEncoding)
        implements ObjectFormat {
    @Override
    public OptionalLong length(long payloadBytes) {
        return OptionalLong.empty();
    }
}
