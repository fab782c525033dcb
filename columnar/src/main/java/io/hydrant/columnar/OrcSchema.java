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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.orc.TypeDescription;

/// Hive's types in ORC's words: they are the same.
final class OrcSchema {
    private OrcSchema() {}

    static TypeDescription of(TableSchema schema) {
        return struct(schema.columns());
    }

    /// The columns with a Bloom filter, as the library wants them. Names that the table has no
    /// column of are passed over, as Hive does: tables change while streams go on.
    static String bloomFilterColumns(TableSchema schema, List<String> names) {
        List<String> wanted = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return schema.columns().stream()
                .map(TableColumn::name)
                .filter(name -> wanted.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name -> !name.contains(",") && !name.contains("."))
                .collect(Collectors.joining(","));
    }

    private static TypeDescription struct(List<TableColumn> columns) {
        TypeDescription struct = TypeDescription.createStruct();
        columns.forEach(column -> struct.addField(column.name(), type(column.type())));
        return struct;
    }

    private static TypeDescription type(HiveType type) {
        return switch (type) {
            case Primitive primitive -> primitive(primitive);
            case Text text when text.isPadded() ->
                    TypeDescription.createChar().withMaxLength(text.length());
            case Text text -> TypeDescription.createVarchar().withMaxLength(text.length());
            case Decimal decimal ->
                    TypeDescription.createDecimal()
                            .withScale(decimal.scale())
                            .withPrecision(decimal.precision());
            case Array array -> TypeDescription.createList(type(array.element()));
            case Mapping map -> TypeDescription.createMap(type(map.key()), type(map.value()));
            case Struct struct -> struct(struct.fields());
        };
    }

    private static TypeDescription primitive(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> TypeDescription.createBoolean();
            case TINYINT -> TypeDescription.createByte();
            case SMALLINT -> TypeDescription.createShort();
            case INT -> TypeDescription.createInt();
            case BIGINT -> TypeDescription.createLong();
            case FLOAT -> TypeDescription.createFloat();
            case DOUBLE -> TypeDescription.createDouble();
            case STRING -> TypeDescription.createString();
            case BINARY -> TypeDescription.createBinary();
            case DATE -> TypeDescription.createDate();
            case TIMESTAMP -> TypeDescription.createTimestamp();
        };
    }
}
