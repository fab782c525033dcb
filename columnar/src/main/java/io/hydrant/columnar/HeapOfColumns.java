package io.hydrant.columnar;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Array;
import io.hydrant.core.conversion.HiveType.Decimal;
import io.hydrant.core.conversion.HiveType.Mapping;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.HiveType.Struct;
import io.hydrant.core.conversion.HiveType.Text;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;

/// What a writer takes of the heap for its columns, whatever is in them.
final class HeapOfColumns {
    /// One record in a row, one in the library's hands, and what does not depend on columns.
    private static final long FOR_ALL_BYTES = 16 << 20;

    /// How many columns have a whole buffer at once: many columns share what is gathered.
    private static final int WHOLE_BUFFERS_MAX = 16;

    private static final long COLUMN_BYTES = 32 << 10;

    private HeapOfColumns() {}

    static long bytes(TableSchema schema, int bufferBytes) {
        int leaves = 0;
        for (TableColumn column : schema.columns()) {
            leaves += leaves(column.type());
        }
        return FOR_ALL_BYTES
                + (long) Math.min(leaves, WHOLE_BUFFERS_MAX) * bufferBytes
                + leaves * COLUMN_BYTES;
    }

    private static int leaves(HiveType type) {
        return switch (type) {
            case Primitive _, Decimal _, Text _ -> 1;
            case Array array -> 1 + leaves(array.element());
            case Mapping map -> 1 + leaves(map.key()) + leaves(map.value());
            case Struct struct ->
                    1 + struct.fields().stream().mapToInt(field -> leaves(field.type())).sum();
        };
    }
}
