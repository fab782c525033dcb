package io.hydrant.core.conversion;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes the rows of one object in their order. Closing it writes the end.
public interface RowWriter extends Closeable {
    /// @param row a value for each column, as [HiveType] tells; may be used again by the caller
    void write(@Nullable Object[] row) throws IOException;
}
