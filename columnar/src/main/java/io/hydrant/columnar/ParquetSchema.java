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
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// Hive's types in Parquet's words.
///
/// - A timestamp is an `INT96`, as Hive's writer has it: days and nanoseconds, so that every time
///   that a column of a table can hold is kept whole. `INT64` either cuts the nanoseconds off or
///   ends in the year 2262. Athena, Spark, Trino and DuckDB read both.
/// - A decimal is an array of bytes of the least length for its precision, as Hive's.
/// - Lists and maps have the three levels of Parquet's specification (`list.element`, `key_value`).
///   Hive's own names (`bag.array_element`, `map`) are from before it; what reads those reads
///   these, and not always the other way round.
final class ParquetSchema {
    private ParquetSchema() {}

    static MessageType of(TableSchema schema) {
        return new MessageType("hive_schema", types(schema.columns()));
    }

    private static List<Type> types(List<TableColumn> columns) {
        return columns.stream()
                .map(column -> type(Repetition.OPTIONAL, column.name(), column.type()))
                .toList();
    }

    private static Type type(Repetition repetition, String name, HiveType type) {
        return switch (type) {
            case Primitive primitive -> primitive(repetition, name, primitive);
            case Text _ -> text(repetition, name);
            case Decimal decimal -> decimal(repetition, name, decimal);
            case Array array ->
                    ConversionPatterns.listOfElements(
                            repetition,
                            name,
                            type(Repetition.OPTIONAL, "element", array.element()));
            case Mapping map ->
                    ConversionPatterns.mapType(
                            repetition,
                            name,
                            "key_value",
                            type(Repetition.REQUIRED, "key", map.key()),
                            type(Repetition.OPTIONAL, "value", map.value()));
            case Struct struct -> new GroupType(repetition, name, types(struct.fields()));
        };
    }

    private static PrimitiveType primitive(
            Repetition repetition, String name, Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case TINYINT -> smallInteger(repetition, name, Byte.SIZE);
            case SMALLINT -> smallInteger(repetition, name, Short.SIZE);
            case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            case BIGINT -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
            case STRING -> text(repetition, name);
            case BINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
            case DATE ->
                    Types.primitive(PrimitiveTypeName.INT32, repetition)
                            .as(LogicalTypeAnnotation.dateType())
                            .named(name);
            case TIMESTAMP -> Types.primitive(PrimitiveTypeName.INT96, repetition).named(name);
        };
    }

    private static PrimitiveType smallInteger(Repetition repetition, String name, int bits) {
        return Types.primitive(PrimitiveTypeName.INT32, repetition)
                .as(LogicalTypeAnnotation.intType(bits, true))
                .named(name);
    }

    private static PrimitiveType text(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static PrimitiveType decimal(Repetition repetition, String name, Decimal decimal) {
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(decimal.precision()))
                .as(LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision()))
                .named(name);
    }

    /// How many bytes every number of so many digits fits into, its sign included.
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).bitLength() / Byte.SIZE + 1;
    }
}
