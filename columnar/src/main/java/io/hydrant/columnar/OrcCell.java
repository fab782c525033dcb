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
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.MultiValuedColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.jspecify.annotations.Nullable;

/// How values of one type, none of which is null, are put into a batch for ORC. Each answers how
/// many bytes it takes there, about: a batch ends when it is large.
interface OrcCell {
    /// What a number takes, and an empty value beside its bytes.
    int VALUE_BYTES = 8;

    int write(ColumnVector to, int at, Object value);

    static OrcCell of(HiveType type) {
        return switch (type) {
            case Primitive primitive -> of(primitive);
            case Text _ -> OrcCell::text;
            case Decimal decimal -> decimal(decimal);
            case Array array -> array(of(array.element()));
            case Mapping map -> map(of(map.key()), of(map.value()));
            case Struct struct -> struct(struct.fields());
        };
    }

    private static OrcCell of(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> (to, at, value) -> integer(to, at, (Boolean) value ? 1 : 0);
            case TINYINT, SMALLINT, INT, BIGINT ->
                    (to, at, value) -> integer(to, at, ((Number) value).longValue());
            case FLOAT, DOUBLE ->
                    (to, at, value) -> {
                        ((DoubleColumnVector) to).vector[at] = ((Number) value).doubleValue();
                        return VALUE_BYTES;
                    };
            case STRING -> OrcCell::text;
            case BINARY -> (to, at, value) -> bytes(to, at, (byte[]) value);
            case DATE -> OrcCell::date;
            case TIMESTAMP -> OrcCell::timestamp;
        };
    }

    private static int integer(ColumnVector to, int at, long value) {
        ((LongColumnVector) to).vector[at] = value;
        return VALUE_BYTES;
    }

    private static int text(ColumnVector to, int at, Object value) {
        return bytes(to, at, ((String) value).getBytes(StandardCharsets.UTF_8));
    }

    private static int bytes(ColumnVector to, int at, byte[] bytes) {
        ((BytesColumnVector) to).setRef(at, bytes, 0, bytes.length);
        return VALUE_BYTES + bytes.length;
    }

    /// A file says which calendar it has: without that readers of our day would take days before
    /// 1582 for Julian ones.
    private static int date(ColumnVector to, int at, Object value) {
        DateColumnVector days = (DateColumnVector) to;
        days.setUsingProlepticCalendar(true);
        days.vector[at] = Math.toIntExact(((LocalDate) value).toEpochDay());
        return VALUE_BYTES;
    }

    private static int timestamp(ColumnVector to, int at, Object value) {
        LocalDateTime time = (LocalDateTime) value;
        TimestampColumnVector times = (TimestampColumnVector) to;
        times.setIsUTC(true);
        times.setUsingProlepticCalendar(true);
        int nanos = time.get(ChronoField.NANO_OF_SECOND);
        times.time[at] = time.toEpochSecond(ZoneOffset.UTC) * 1000 + nanos / 1_000_000;
        times.nanos[at] = nanos;
        return 2 * VALUE_BYTES;
    }

    private static OrcCell decimal(Decimal type) {
        return (to, at, value) -> {
            BigDecimal number = HiveNumbers.fitting((BigDecimal) value, type);
            ((DecimalColumnVector) to).vector[at].set(HiveDecimal.create(number));
            return 4 * VALUE_BYTES;
        };
    }

    private static OrcCell array(OrcCell element) {
        return (to, at, value) -> {
            List<?> list = (List<?>) value;
            ListColumnVector lists = (ListColumnVector) to;
            int child = take(lists, at, list.size());
            grow(lists.child, lists.childCount);
            int bytes = VALUE_BYTES;
            for (Object each : list) {
                bytes += put(lists.child, child, element, each);
                child++;
            }
            return bytes;
        };
    }

    private static OrcCell map(OrcCell key, OrcCell inner) {
        return (to, at, value) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            MapColumnVector maps = (MapColumnVector) to;
            int child = take(maps, at, map.size());
            grow(maps.keys, maps.childCount);
            grow(maps.values, maps.childCount);
            int bytes = VALUE_BYTES;
            for (Map.Entry<?, ?> each : map.entrySet()) {
                bytes += key.write(maps.keys, child, each.getKey());
                bytes += put(maps.values, child, inner, each.getValue());
                child++;
            }
            return bytes;
        };
    }

    private static OrcCell struct(List<TableColumn> columns) {
        OrcCell[] cells = columns.stream().map(column -> of(column.type())).toArray(OrcCell[]::new);
        return (to, at, value) -> {
            @Nullable Object[] fields = (@Nullable Object[]) value;
            StructColumnVector structs = (StructColumnVector) to;
            int bytes = VALUE_BYTES;
            for (int i = 0; i < cells.length; i++) {
                bytes += put(structs.fields[i], at, cells[i], fields[i]);
            }
            return bytes;
        };
    }

    /// The first place among the children for so many of them.
    private static int take(MultiValuedColumnVector to, int at, int count) {
        int first = to.childCount;
        to.offsets[at] = first;
        to.lengths[at] = count;
        to.childCount = Math.addExact(first, count);
        return first;
    }

    private static void grow(ColumnVector children, int count) {
        if (count > children.isNull.length) {
            children.ensureSize(Math.max(count, 2 * children.isNull.length), true);
        }
    }

    static int put(ColumnVector to, int at, OrcCell cell, @Nullable Object value) {
        if (value == null) {
            to.noNulls = false;
            to.isNull[at] = true;
            return 1;
        }
        return cell.write(to, at, value);
    }
}
