package io.hydrant.core.format;

import java.io.IOException;
import java.io.OutputStream;

/// Writes records in columnar formats. Safe for use from many threads.
@FunctionalInterface
public interface Converter {
    /// Converts nothing.
    Converter NONE =
            (plan, into) -> {
                throw new IOException("This server does not convert records");
            };

    /// Begins an object. May wait until there is room in memory, which is held until the writer is
    /// closed.
    ///
    /// @param plan of a [ColumnarFormat]
    /// @param into gets the object's bytes, and is closed with the writer
    RecordWriter writer(String plan, OutputStream into) throws IOException;
}
