package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// After a crash the same rows must become the same bytes, in a process of whatever kind.
class SameBytesTest {
    /// What a JVM takes of its heap for itself and its classes.
    private static final long JVM_BYTES = 16 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "ORC"})
    void neitherTheHeapNorTheTimeZoneChangesThem(String format) throws Exception {
        long heapBytes =
                new Columnar().heapBytes(WriterProgram.SCHEMA, WriterProgram.serializer(format));
        String inLittle = checksum(format, JVM_BYTES + heapBytes, "America/Bogota");
        assertThat(inLittle).matches("[0-9a-f]{64}");
        assertThat(checksum(format, 1L << 30, "Asia/Tokyo")).isEqualTo(inLittle);
    }

    private static String checksum(String format, long heapBytes, String zone)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heapBytes,
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Duser.timezone=" + zone,
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriterProgram.class.getName(),
                                format)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> lines = said.lines().filter(line -> !line.startsWith("WARNING")).toList();
        return String.join("\n", lines);
    }
}
