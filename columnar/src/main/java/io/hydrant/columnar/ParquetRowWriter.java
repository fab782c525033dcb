package io.hydrant.columnar;

import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/// Writes rows as Parquet. What it gathers before it writes is bounded by the row group alone,
/// never by the heap: the same rows become the same bytes anywhere.
final class ParquetRowWriter implements RowWriter {
    /// After how many rows it is asked for the first time how large a page has become, and at least
    /// between two askings. The library's 100 would be 100 MB of the largest records.
    private static final int ROWS_BEFORE_CHECK = 1;

    private final ParquetWriter<@Nullable Object[]> writer;

    private ParquetRowWriter(ParquetWriter<@Nullable Object[]> writer) {
        this.writer = writer;
    }

    static RowWriter begin(TableSchema schema, ParquetOptions options, OutputStream into)
            throws IOException {
        OutputFile file = new ParquetOutput(into, options.blockBytes());
        return new ParquetRowWriter(
                new Builder(file, schema)
                        .withConf(new PlainParquetConfiguration())
                        .withCodecFactory(new ParquetCodecs())
                        .withCompressionCodec(options.compression())
                        .withWriterVersion(options.version())
                        .withRowGroupSize((long) options.rowGroupBytes())
                        .withPageSize(options.pageBytes())
                        .withDictionaryEncoding(options.usesDictionary())
                        .withMaxPaddingSize(options.paddingBytesMax())
                        .withMinRowCountForPageSizeCheck(ROWS_BEFORE_CHECK)
                        .build());
    }

    @Override
    public void write(@Nullable Object[] row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final TableSchema schema;

        private Builder(OutputFile file, TableSchema schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration conf) {
            return new ParquetRows(schema);
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration conf) {
            return new ParquetRows(schema);
        }
    }
}
