package io.hydrant.core.conversion;

import io.hydrant.core.stream.destination.Serializer;
import java.io.IOException;
import java.io.OutputStream;

/// Writes rows in the formats that a stream may be converted to. The same rows always become the
/// same bytes, whatever the heap. Safe for use from many threads; its writers are not.
public interface ColumnarFormats {
    /// Begins an object.
    ///
    /// @param serializer exactly one of its two, whose options that are not given have Firehose's
    ///   defaults
    /// @param into gets its bytes in order, and is closed with the writer
    RowWriter writer(TableSchema schema, Serializer serializer, OutputStream into)
            throws IOException;

    /// How much of the heap a writer takes at most, so that room is made for it before it begins.
    /// It depends on neither how many rows there are nor how large the heap is.
    long heapBytes(TableSchema schema, Serializer serializer);
}
