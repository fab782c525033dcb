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
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table with a column of every type, nested ones too, and rows with ordinary values, with
/// extremes, with empty ones, and with none.
final class SampleTable {
    private static final HiveType PLACE =
            new Struct(
                    List.of(
                            new TableColumn("city", Primitive.STRING),
                            new TableColumn(
                                    "geo",
                                    new Struct(
                                            List.of(
                                                    new TableColumn("lat", Primitive.DOUBLE),
                                                    new TableColumn("lon", Primitive.DOUBLE))))));

    static final TableSchema SCHEMA =
            new TableSchema(
                    List.of(
                            new TableColumn("bool", Primitive.BOOLEAN),
                            new TableColumn("tiny", Primitive.TINYINT),
                            new TableColumn("small", Primitive.SMALLINT),
                            new TableColumn("whole", Primitive.INT),
                            new TableColumn("big", Primitive.BIGINT),
                            new TableColumn("single", Primitive.FLOAT),
                            new TableColumn("twice", Primitive.DOUBLE),
                            new TableColumn("text", Primitive.STRING),
                            new TableColumn("short_text", new Text(5, false)),
                            new TableColumn("padded_text", new Text(5, true)),
                            new TableColumn("bytes", Primitive.BINARY),
                            new TableColumn("day", Primitive.DATE),
                            new TableColumn("time", Primitive.TIMESTAMP),
                            new TableColumn("price", new Decimal(10, 2)),
                            new TableColumn("huge", new Decimal(38, 10)),
                            new TableColumn("tags", new Array(Primitive.STRING)),
                            new TableColumn("counts", new Mapping(Primitive.STRING, Primitive.INT)),
                            new TableColumn("place", PLACE),
                            new TableColumn("places", new Array(PLACE)),
                            new TableColumn("grid", new Array(new Array(Primitive.INT))),
                            new TableColumn(
                                    "by_number",
                                    new Mapping(Primitive.INT, new Array(new Decimal(4, 1))))));

    static final List<@Nullable Object[]> ROWS =
            List.of(ordinary(), least(), greatest(), empty(), nothing(), holes());

    private SampleTable() {}

    private static @Nullable Object[] ordinary() {
        return new @Nullable Object[] {
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            1.5f,
            2.25,
            "ñandú 🦤",
            "abc",
            "xy",
            new byte[] {1, 2},
            LocalDate.parse("2019-08-09"),
            LocalDateTime.parse("2019-08-09T20:20:27.123456789"),
            new BigDecimal("12.34"),
            new BigDecimal("-1.5"),
            List.of("a", "b"),
            ordered("k", 1, "l", 2),
            new Object[] {"Bogotá", new Object[] {4.6, -74.1}},
            List.of((Object) new Object[] {"Lima", new Object[] {-12.0, -77.0}}),
            List.of(List.of(1, 2), List.of(3)),
            ordered(7, List.of(new BigDecimal("1.5")))
        };
    }

    private static @Nullable Object[] least() {
        return new @Nullable Object[] {
            false,
            Byte.MIN_VALUE,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -Float.MAX_VALUE,
            -Double.MAX_VALUE,
            "\0",
            "a",
            "b",
            new byte[] {0},
            LocalDate.parse("0001-01-01"),
            LocalDateTime.parse("1900-12-31T23:59:59.999999"),
            new BigDecimal("-99999999.99"),
            new BigDecimal("-9999999999999999999999999999.9999999999"),
            List.of(""),
            ordered("", Integer.MIN_VALUE),
            new Object[] {"", new Object[] {-0.0, Double.NEGATIVE_INFINITY}},
            List.of(),
            List.of(List.of()),
            ordered(Integer.MIN_VALUE, List.of())
        };
    }

    private static @Nullable Object[] greatest() {
        return new @Nullable Object[] {
            true,
            Byte.MAX_VALUE,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.MAX_VALUE,
            Double.MAX_VALUE,
            "\uFFFD",
            "áéíóú",
            "áéíóú",
            new byte[] {-1, -1},
            LocalDate.parse("9999-12-31"),
            LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            new BigDecimal("99999999.99"),
            new BigDecimal("9999999999999999999999999999.9999999999"),
            List.of("z"),
            ordered("z", Integer.MAX_VALUE),
            new Object[] {"z", new Object[] {Double.NaN, Double.POSITIVE_INFINITY}},
            List.of((Object) new Object[] {"y", new Object[] {1.0, 1.0}}),
            List.of(List.of(Integer.MAX_VALUE)),
            ordered(Integer.MAX_VALUE, List.of(new BigDecimal("999.9")))
        };
    }

    private static @Nullable Object[] empty() {
        return new @Nullable Object[] {
            false,
            (byte) 0,
            (short) 0,
            0,
            0L,
            0f,
            0.0,
            "",
            "",
            "",
            new byte[0],
            LocalDate.EPOCH,
            LocalDateTime.parse("1970-01-01T00:00:00"),
            new BigDecimal("0"),
            BigDecimal.ZERO,
            List.of(),
            Map.of(),
            new @Nullable Object[] {null, null},
            List.of(),
            List.of(),
            Map.of()
        };
    }

    private static @Nullable Object[] nothing() {
        return new @Nullable Object[SCHEMA.columns().size()];
    }

    /// Nothing in places within what is there.
    private static @Nullable Object[] holes() {
        @Nullable Object[] row = nothing();
        row[15] = Arrays.asList(null, "b", null);
        row[16] = ordered("a", null, "b", 2);
        row[17] = new @Nullable Object[] {null, new @Nullable Object[] {null, 1.0}};
        row[18] = Arrays.asList(null, new @Nullable Object[] {"c", null});
        row[19] = Arrays.asList(null, Arrays.asList((Object) null), List.of());
        row[20] = ordered(1, null, 2, Arrays.asList(null, new BigDecimal("1")));
        return row;
    }

    private static Map<Object, @Nullable Object> ordered(@Nullable Object... keysAndValues) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object key = keysAndValues[i];
            if (key != null) {
                map.put(key, keysAndValues[i + 1]);
            }
        }
        return map;
    }

    /// So many rows, of which those above are repeated.
    static List<@Nullable Object[]> rows(int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(ROWS.get(i % ROWS.size()));
        }
        return rows;
    }
}
