package io.hydrant.columnar;

import io.hydrant.core.conversion.ColumnarFormats;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import java.io.IOException;
import java.io.OutputStream;

/// Parquet by parquet-hadoop, ORC by orc-core, both without Hadoop. Whatever goes wrong within them
/// is an `IOException`, and nothing is written after it. Options that are not given have Firehose's
/// defaults.
public final class Columnar implements ColumnarFormats {
    /// What is gathered in memory before it is written, at most, whatever `BlockSizeBytes` or
    /// `StripeSizeBytes` says. Records of 128 MiB, the most that an object has, seldom become more
    /// than one row group of this size or two, and a small heap has room for one.
    static final int GATHERED_BYTES_MAX = 64 << 20;

    @Override
    public RowWriter writer(TableSchema schema, Serializer serializer, OutputStream into)
            throws IOException {
        try {
            return new GuardedRowWriter(begin(schema, serializer, into), into);
        } catch (RuntimeException e) {
            throw GuardedRowWriter.failure(e);
        }
    }

    @Override
    public long heapBytes(TableSchema schema, Serializer serializer) {
        return serializer
                .orc()
                .map(orc -> OrcOptions.of(orc).heapBytes(schema))
                .orElseGet(() ->
                        ParquetOptions.of(serializer.parquet().orElseThrow()).heapBytes(schema));
    }

    private static RowWriter begin(TableSchema schema, Serializer serializer, OutputStream into)
            throws IOException {
        if (serializer.orc().isPresent()) {
            return OrcRowWriter.begin(schema, OrcOptions.of(serializer.orc().get()), into);
        }
        return ParquetRowWriter.begin(
                schema, ParquetOptions.of(serializer.parquet().orElseThrow()), into);
    }
}
