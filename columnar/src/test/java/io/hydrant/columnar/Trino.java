package io.hydrant.columnar;

import io.airlift.slice.Slices;
import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.orc.MemoryOrcDataSource;
import io.trino.orc.OrcDataSourceId;
import io.trino.orc.OrcPredicate;
import io.trino.orc.OrcReader;
import io.trino.orc.OrcReaderOptions;
import io.trino.orc.OrcRecordReader;
import io.trino.orc.metadata.OrcType;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.DateTimeZone;
import org.jspecify.annotations.NullUnmarked;

/// A reader of ORC that others wrote. Also for the tests of whole servers.
@NullUnmarked
public final class Trino {
    static {
        // What measures objects would try for a minute to attach itself to this process.
        System.setProperty("jol.skipDynamicAttach", "true");
        System.setProperty("jol.skipHotspotSAAttach", "true");
    }

    private static final TypeOperators OPERATORS = new TypeOperators();

    private Trino() {}

    static OrcReader reader(byte[] orc) throws IOException {
        return OrcReader.createOrcReader(
                        new MemoryOrcDataSource(
                                new OrcDataSourceId("object"), Slices.wrappedBuffer(orc)),
                        new OrcReaderOptions())
                .orElseThrow();
    }

    /// Each row of a file, its values as texts with bars between them.
    public static List<String> rows(TableSchema schema, byte[] orc) throws IOException {
        return rows(schema, orc, OrcPredicate.TRUE);
    }

    /// Those of them that the indexes do not rule out.
    static List<String> rows(TableSchema schema, byte[] orc, OrcPredicate predicate)
            throws IOException {
        OrcReader reader = reader(orc);
        List<Type> types = schema.columns().stream().map(column -> type(column.type())).toList();
        List<String> rows = new ArrayList<>();
        try (OrcRecordReader records =
                reader.createRecordReader(
                        reader.getRootColumn().getNestedColumns(),
                        types,
                        false,
                        predicate,
                        DateTimeZone.UTC,
                        AggregatedMemoryContext.newSimpleAggregatedMemoryContext(),
                        1024,
                        RuntimeException::new)) {
            for (SourcePage page = records.nextPage(); page != null; page = records.nextPage()) {
                for (int row = 0; row < page.getPositionCount(); row++) {
                    rows.add(row(page, types, row));
                }
            }
        }
        return rows;
    }

    private static String row(SourcePage page, List<Type> types, int row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(String.valueOf(types.get(i).getObjectValue(null, page.getBlock(i), row)));
        }
        return String.join("|", values);
    }

    /// How the file calls the types of its columns.
    static List<OrcType.OrcTypeKind> kinds(byte[] orc) throws IOException {
        return reader(orc).getRootColumn().getNestedColumns().stream()
                .map(column -> column.getColumnType().getOrcTypeKind())
                .toList();
    }

    private static Type type(HiveType type) {
        return switch (type) {
            case HiveType.Primitive primitive -> type(primitive);
            case HiveType.Text text when text.isPadded() -> CharType.createCharType(text.length());
            case HiveType.Text text -> VarcharType.createVarcharType(text.length());
            case HiveType.Decimal decimal ->
                    DecimalType.createDecimalType(decimal.precision(), decimal.scale());
            case HiveType.Array array -> new ArrayType(type(array.element()));
            case HiveType.Mapping map -> new MapType(type(map.key()), type(map.value()), OPERATORS);
            case HiveType.Struct struct ->
                    RowType.from(struct.fields().stream().map(Trino::field).toList());
        };
    }

    private static RowType.Field field(TableColumn column) {
        return RowType.field(column.name(), type(column.type()));
    }

    private static Type type(HiveType.Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> BooleanType.BOOLEAN;
            case TINYINT -> TinyintType.TINYINT;
            case SMALLINT -> SmallintType.SMALLINT;
            case INT -> IntegerType.INTEGER;
            case BIGINT -> BigintType.BIGINT;
            case FLOAT -> RealType.REAL;
            case DOUBLE -> DoubleType.DOUBLE;
            case STRING -> VarcharType.VARCHAR;
            case BINARY -> VarbinaryType.VARBINARY;
            case DATE -> DateType.DATE;
            case TIMESTAMP -> TimestampType.TIMESTAMP_NANOS;
        };
    }
}
