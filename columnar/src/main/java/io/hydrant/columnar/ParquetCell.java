package io.hydrant.columnar;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Array;
import io.hydrant.core.conversion.HiveType.Decimal;
import io.hydrant.core.conversion.HiveType.Mapping;
import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.HiveType.Struct;
import io.hydrant.core.conversion.HiveType.Text;
import io.hydrant.core.conversion.TableColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/// How values of one type, none of which is null, are given to Parquet.
interface ParquetCell {
    /// The Julian day of 1970-01-01.
    int EPOCH_JULIAN_DAY = 2_440_588;

    void write(RecordConsumer to, Object value);

    static ParquetCell of(HiveType type) {
        return switch (type) {
            case Primitive primitive -> of(primitive);
            case Text text -> text(text);
            case Decimal decimal -> decimal(decimal);
            case Array array -> array(of(array.element()));
            case Mapping map -> map(of(map.key()), of(map.value()));
            case Struct struct -> struct(struct.fields());
        };
    }

    private static ParquetCell of(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> (to, value) -> to.addBoolean((Boolean) value);
            case TINYINT -> (to, value) -> to.addInteger((Byte) value);
            case SMALLINT -> (to, value) -> to.addInteger((Short) value);
            case INT -> (to, value) -> to.addInteger((Integer) value);
            case BIGINT -> (to, value) -> to.addLong((Long) value);
            case FLOAT -> (to, value) -> to.addFloat((Float) value);
            case DOUBLE -> (to, value) -> to.addDouble((Double) value);
            case STRING -> (to, value) -> to.addBinary(Binary.fromString((String) value));
            case BINARY ->
                    (to, value) -> to.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case DATE ->
                    (to, value) -> to.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> (to, value) -> to.addBinary(int96((LocalDateTime) value));
        };
    }

    /// Nanoseconds of the day, then the Julian day, both with their least byte first.
    private static Binary int96(LocalDateTime time) {
        byte[] bytes = new byte[Long.BYTES + Integer.BYTES];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(time.toLocalTime().toNanoOfDay())
                .putInt(Math.toIntExact(time.toLocalDate().toEpochDay() + EPOCH_JULIAN_DAY));
        return Binary.fromConstantByteArray(bytes);
    }

    /// Hive's `char` is kept without the blanks that it ends in.
    private static ParquetCell text(Text type) {
        if (type.isPadded()) {
            return (to, value) ->
                    to.addBinary(Binary.fromString(((String) value).replaceFirst(" +$", "")));
        }
        return (to, value) -> to.addBinary(Binary.fromString((String) value));
    }

    private static ParquetCell decimal(Decimal type) {
        int length = ParquetSchema.decimalBytes(type.precision());
        return (to, value) -> {
            BigDecimal number = HiveNumbers.fitting((BigDecimal) value, type);
            byte[] digits = number.unscaledValue().toByteArray();
            byte[] bytes = new byte[length];
            int from = length - digits.length;
            Arrays.fill(bytes, 0, from, (byte) (number.signum() < 0 ? -1 : 0));
            System.arraycopy(digits, 0, bytes, from, digits.length);
            to.addBinary(Binary.fromConstantByteArray(bytes));
        };
    }

    private static ParquetCell array(ParquetCell element) {
        return (to, value) -> {
            List<?> list = (List<?>) value;
            to.startGroup();
            if (!list.isEmpty()) {
                to.startField("list", 0);
                for (Object each : list) {
                    to.startGroup();
                    field(to, "element", 0, element, each);
                    to.endGroup();
                }
                to.endField("list", 0);
            }
            to.endGroup();
        };
    }

    private static ParquetCell map(ParquetCell key, ParquetCell inner) {
        return (to, value) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            to.startGroup();
            if (!map.isEmpty()) {
                to.startField("key_value", 0);
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    to.startGroup();
                    field(to, "key", 0, key, each.getKey());
                    field(to, "value", 1, inner, each.getValue());
                    to.endGroup();
                }
                to.endField("key_value", 0);
            }
            to.endGroup();
        };
    }

    private static ParquetCell struct(List<TableColumn> columns) {
        String[] names = columns.stream().map(TableColumn::name).toArray(String[]::new);
        ParquetCell[] cells =
                columns.stream().map(column -> of(column.type())).toArray(ParquetCell[]::new);
        return (to, value) -> {
            @Nullable Object[] fields = (@Nullable Object[]) value;
            to.startGroup();
            for (int i = 0; i < cells.length; i++) {
                field(to, names[i], i, cells[i], fields[i]);
            }
            to.endGroup();
        };
    }

    static void field(
            RecordConsumer to, String name, int index, ParquetCell cell, @Nullable Object value) {
        if (value != null) {
            to.startField(name, index);
            cell.write(to, value);
            to.endField(name, index);
        }
    }
}
