package io.hydrant.columnar;

import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/// Gives the values of a row to Parquet, column by column.
final class ParquetRows extends WriteSupport<@Nullable Object[]> {
    private final TableSchema schema;
    private final String[] names;
    private final ParquetCell[] cells;
    private @Nullable RecordConsumer consumer;

    ParquetRows(TableSchema schema) {
        this.schema = schema;
        this.names = schema.columns().stream().map(TableColumn::name).toArray(String[]::new);
        this.cells =
                schema.columns().stream()
                        .map(column -> ParquetCell.of(column.type()))
                        .toArray(ParquetCell[]::new);
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration conf) {
        return new WriteContext(ParquetSchema.of(schema), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
        return new WriteContext(ParquetSchema.of(schema), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] row) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("a row before its file is prepared");
        }
        to.startMessage();
        for (int i = 0; i < cells.length; i++) {
            ParquetCell.field(to, names[i], i, cells[i], row[i]);
        }
        to.endMessage();
    }
}
