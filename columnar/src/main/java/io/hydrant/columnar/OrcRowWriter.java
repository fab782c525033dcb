package io.hydrant.columnar;

import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.InMemoryKeystore;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;

/// Writes rows as ORC. Times are UTC whatever the machine's zone, and what is gathered is bounded
/// by the stripe alone, never by the heap: the same rows become the same bytes anywhere.
final class OrcRowWriter implements RowWriter {
    private static final int BATCH_ROWS = 1024;

    /// A batch ends here too, so that the stripe is not much larger than it should be.
    private static final int BATCH_BYTES = 1 << 20;

    private final Writer writer;
    private final VectorizedRowBatch batch;
    private final OrcCell[] cells;
    private long bytes;

    private OrcRowWriter(Writer writer, VectorizedRowBatch batch, OrcCell[] cells) {
        this.writer = writer;
        this.batch = batch;
        this.cells = cells;
    }

    static RowWriter begin(TableSchema schema, OrcOptions options, OutputStream into)
            throws IOException {
        if (schema.columns().isEmpty()) {
            throw new IOException("a table without columns has no rows");
        }
        TypeDescription type = OrcSchema.of(schema);
        OrcCell[] cells =
                schema.columns().stream()
                        .map(TableColumn::type)
                        .map(OrcCell::of)
                        .toArray(OrcCell[]::new);
        Writer writer = OrcFile.createWriter(new Path("object"), settings(schema, options, into));
        return new OrcRowWriter(writer, type.createRowBatch(BATCH_ROWS), cells);
    }

    private static OrcFile.WriterOptions settings(
            TableSchema schema, OrcOptions options, OutputStream into) {
        Configuration conf = new Configuration(false);
        OrcConf.DICTIONARY_KEY_SIZE_THRESHOLD.setDouble(conf, options.dictionaryKeyThreshold());
        OrcConf.ROWS_BETWEEN_CHECKS.setLong(
                conf, 1); // a batch is the least that is written at once
        return OrcFile.writerOptions(conf)
                .setSchema(OrcSchema.of(schema))
                .fileSystem(new OrcOutput(into))
                .version(options.version())
                .compress(options.compression())
                .stripeSize(options.stripeBytes())
                .blockSize(options.blockBytes())
                .blockPadding(options.pads())
                .paddingTolerance(options.paddingTolerance())
                .rowIndexStride(options.rowIndexStride())
                .bloomFilterColumns(
                        OrcSchema.bloomFilterColumns(schema, options.bloomFilterColumns()))
                .bloomFilterFpp(options.bloomFilterFpp())
                .useUTCTimestamp(true)
                .setProlepticGregorian(true)
                .memory(new FixedMemory())
                .setKeyProvider(new InMemoryKeystore());
    }

    @Override
    public void write(@Nullable Object[] row) throws IOException {
        int at = batch.size++;
        for (int i = 0; i < cells.length; i++) {
            bytes += OrcCell.put(batch.cols[i], at, cells[i], row[i]);
        }
        if (batch.size == BATCH_ROWS || bytes >= BATCH_BYTES) {
            addBatch();
        }
    }

    @Override
    public void close() throws IOException {
        if (batch.size > 0) {
            addBatch();
        }
        writer.close();
    }

    private void addBatch() throws IOException {
        writer.addRowBatch(batch);
        batch.reset();
        bytes = 0;
    }
}
