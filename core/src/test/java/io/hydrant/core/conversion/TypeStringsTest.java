package io.hydrant.core.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.conversion.HiveType.Primitive;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeStringsTest {
    @Test
    void aTypeWithinTypesIsRead() throws Exception {
        assertThat(TypeStrings.parse("struct<a:int,B c:array<map<string,decimal(10,2)>>>"))
                .isEqualTo(
                        new HiveType.Struct(
                                List.of(
                                        new TableColumn("a", Primitive.INT),
                                        new TableColumn(
                                                "B c",
                                                new HiveType.Array(
                                                        new HiveType.Mapping(
                                                                Primitive.STRING,
                                                                new HiveType.Decimal(10, 2)))))));
    }

    @Test
    void aTypeMayBeInCapitalsAndHaveBlanks() throws Exception {
        assertThat(TypeStrings.parse(" ARRAY < Varchar( 20 ) > "))
                .isEqualTo(new HiveType.Array(new HiveType.Text(20, false)));
        assertThat(TypeStrings.parse("char(3)")).isEqualTo(new HiveType.Text(3, true));
    }

    @Test
    void aDecimalThatSaysNothingHasTenDigits() throws Exception {
        assertThat(TypeStrings.parse("decimal")).isEqualTo(new HiveType.Decimal(10, 0));
        assertThat(TypeStrings.parse("decimal(5)")).isEqualTo(new HiveType.Decimal(5, 0));
    }

    @Test
    void whatIsNoTypeIsRefusedInHivesWords() {
        refused("strng", "Error: type expected at the position 0 of 'strng' but 'strng' is found.");
        refused("", "Error: type expected at the end of ''");
        refused("array<int", "Error: > expected at the end of 'array<int'");
        refused(
                "struct<a int>",
                "Error: : expected at the position 12 of 'struct<a int>' but '>' is found.");
        refused(
                "int int",
                "Error: end expected at the position 4 of 'int int' but 'int' is found.");
        refused(
                "uniontype<int,string>",
                "Error: type expected at the position 0 of 'uniontype<int,string>' but 'uniontype'"
                        + " is found.");
        refused(
                "set<int>",
                "Error: the type 'set' of 'set<int>' is not supported; it must be 'array'");
        refused("decimal(39,2)", "Error: 'decimal(39,2)' is no decimal of 1 to 38 digits");
        refused("decimal(3,4)", "Error: 'decimal(3,4)' is no decimal of 1 to 38 digits");
        refused("varchar(0)", "Error: the length of 'varchar(0)' is not between 1 and 65535");
        refused("char", "Error: ( expected at the end of 'char'");
        refused(
                "map<array<int>,int>",
                "Error: the keys of 'map<array<int>,int>' are no primitive values");
    }

    @Test
    void aTypeOfBottomlessDepthIsRefused() {
        assertThatThrownBy(() -> TypeStrings.parse("array<".repeat(100_000)))
                .isInstanceOf(UnusableTableException.class)
                .hasMessageStartingWith("Error: types within more than 100 types");
    }

    private static void refused(String type, String message) {
        assertThatThrownBy(() -> TypeStrings.parse(type))
                .isInstanceOf(UnusableTableException.class)
                .hasMessage(message);
    }
}
