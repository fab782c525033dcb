package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// ORC as Trino reads it.
class OrcTypesTest {
    private static final String KINDS =
            "BOOLEAN|BYTE|SHORT|INT|LONG|FLOAT|DOUBLE|STRING|VARCHAR|CHAR|BINARY|DATE|TIMESTAMP|"
                    + "DECIMAL|DECIMAL|LIST|MAP|STRUCT|LIST|LIST|MAP";

    private static final List<String> ROWS =
            """
            true|1|2|3|4|1.5|2.25|ñandú 🦤|abc|xy   |AQI=|2019-08-09|2019-08-09 20:20:27.123456789|12.34|-1.5000000000|[a, b]|{k=1, l=2}|[Bogotá, [4.6, -74.1]]|[[Lima, [-12.0, -77.0]]]|[[1, 2], [3]]|{7=[1.5]}
            false|-128|-32768|-2147483648|-9223372036854775808|-3.4028235E38|-1.7976931348623157E308|\0|a|b    |AA==|0001-01-01|1900-12-31 23:59:59.999999000|-99999999.99|-9999999999999999999999999999.9999999999|[]|{=-2147483648}|[, [-0.0, -Infinity]]|[]|[[]]|{-2147483648=[]}
            true|127|32767|2147483647|9223372036854775807|3.4028235E38|1.7976931348623157E308|\uFFFD|áéíóú|áéíóú|//8=|9999-12-31|9999-12-31 23:59:59.999999000|99999999.99|9999999999999999999999999999.9999999999|[z]|{z=2147483647}|[z, [NaN, Infinity]]|[[y, [1.0, 1.0]]]|[[2147483647]]|{2147483647=[999.9]}
            false|0|0|0|0|0.0|0.0|||     ||1970-01-01|1970-01-01 00:00:00.000000000|0.00|0.0000000000|[]|{}|[null, null]|[]|[]|{}
            null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null
            null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|[null, b, null]|{a=null, b=2}|[null, [null, 1.0]]|[null, [c, null]]|[null, [null], []]|{1=null, 2=[null, 1.0]}\
            """
                    .lines()
                    .toList();

    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadBackFromEveryVersionWithEveryCompression(OrcCompression compression)
            throws Exception {
        for (OrcVersion version : OrcVersion.values()) {
            for (double threshold : List.of(0.0, 1.0)) {
                byte[] orc = object(options(compression, version, threshold));
                assertThat(Trino.rows(SampleTable.SCHEMA, orc)).isEqualTo(ROWS);
                assertThat(Trino.reader(orc).getCompressionKind().name())
                        .isEqualTo(compression.name());
            }
        }
    }

    @Test
    void typesAreThoseOfTheTable() throws Exception {
        assertThat(
                        Trino.kinds(object(Written.ORC)).stream()
                                .map(kind -> kind.name().toUpperCase(Locale.ROOT))
                                .collect(Collectors.joining("|")))
                .isEqualTo(KINDS);
    }

    @Test
    void anObjectWithoutRowsHasItsColumns() throws Exception {
        byte[] orc = Written.object(SampleTable.SCHEMA, Written.orc(Written.ORC), List.of());
        assertThat(Trino.rows(SampleTable.SCHEMA, orc)).isEmpty();
        assertThat(Trino.kinds(orc)).hasSameSizeAs(SampleTable.SCHEMA.columns());
    }

    @Test
    void namesMayBeAnyText() throws Exception {
        TableSchema schema =
                new TableSchema(
                        List.of(
                                new TableColumn("a.b", Primitive.INT),
                                new TableColumn("año `1`", Primitive.INT)));
        byte[] orc =
                Written.object(
                        schema, Written.orc(Written.ORC), List.<Object[]>of(new Object[] {1, 2}));
        assertThat(Trino.reader(orc).getColumnNames()).containsExactly("a.b", "año `1`");
        assertThat(Trino.rows(schema, orc)).containsExactly("1|2");
    }

    private static byte[] object(Orc options) throws Exception {
        return Written.object(SampleTable.SCHEMA, Written.orc(options), SampleTable.ROWS);
    }

    private static Orc options(OrcCompression compression, OrcVersion version, double threshold) {
        return new Orc(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(compression),
                Optional.empty(),
                Optional.empty(),
                Optional.of(threshold),
                Optional.of(version));
    }
}
