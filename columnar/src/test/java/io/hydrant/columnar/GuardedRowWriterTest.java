package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.conversion.HiveType.Decimal;
import io.hydrant.core.conversion.RowWriter;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedRowWriterTest {
    private static final TableSchema SCHEMA =
            new TableSchema(List.of(new TableColumn("price", new Decimal(4, 2))));

    static Stream<Serializer> formats() {
        return Stream.of(Written.parquet(Written.PARQUET), Written.orc(Written.ORC));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void nothingIsWrittenAfterAFailure(Serializer format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowWriter writer = new Columnar().writer(SCHEMA, format, bytes);
        writer.write(new Object[] {new BigDecimal("12.34")});
        assertThatThrownBy(() -> writer.write(new Object[] {new BigDecimal("123.4")}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("123.4 is no decimal(4,2)");
        int before = bytes.size();
        assertThatThrownBy(() -> writer.write(new Object[] {new BigDecimal("1")}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(bytes.size()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aFullDiskIsAnIoException(Serializer format) {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        assertThatThrownBy(
                        () -> {
                            try (RowWriter writer = new Columnar().writer(SCHEMA, format, full)) {
                                writer.write(new Object[] {new BigDecimal("1")});
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("No space left on device");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aTableWithoutColumnsIsRefused(Serializer format) {
        TableSchema none = new TableSchema(List.of());
        assertThatThrownBy(
                        () -> new Columnar().writer(none, format, OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }
}
