package io.hydrant.core.conversion;

import java.util.List;

/// The type of a column, as Hive knows it. What a value is in memory:
///
/// | type | value |
/// | --- | --- |
/// | boolean, tinyint, smallint, int, bigint, float, double | `Boolean`, `Byte`, `Short`, `Integer`, `Long`, `Float`, `Double` |
/// | string, varchar(n), char(n) | `String` |
/// | binary | `byte[]` |
/// | date | `LocalDate` |
/// | timestamp | `LocalDateTime`, in UTC, to the nanosecond |
/// | decimal(p,s) | `BigDecimal` of that scale, at most |
/// | array | `List`, whose elements may be null |
/// | map | `Map`, in the order of its keys; values may be null, keys may not |
/// | struct | `Object[]`, one for each field, which may be null |
public sealed interface HiveType {
    /// Types without parameters, named as Hive spells them, in capitals.
    enum Primitive implements HiveType {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        DATE,
        TIMESTAMP
    }

    /// @param precision 1 to 38 digits, of which `scale` are behind the point
    record Decimal(int precision, int scale) implements HiveType {}

    /// A text of at most so many characters.
    ///
    /// @param isPadded whether it is a `char`, which ends in blanks
    record Text(int length, boolean isPadded) implements HiveType {}

    record Array(HiveType element) implements HiveType {}

    record Mapping(HiveType key, HiveType value) implements HiveType {}

    record Struct(List<TableColumn> fields) implements HiveType {
        public Struct {
            fields = List.copyOf(fields);
        }
    }
}
