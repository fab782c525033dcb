package io.hydrant.jq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lets programs and documents loose that would take all of a machine, in a JVM with little memory.
class BombsTest {
    @Test
    void noProgramTakesMoreThanItMayWhateverTheDocument() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.hydrant.jq.Bombs")
                        .redirectErrorStream(true)
                        .start();
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor()).isZero();
        assertThat(lines).filteredOn(line -> !line.startsWith("ok ")).hasSize(1);
        assertThat(lines.getLast()).endsWith(" bombs, 0 that went off");
    }
}
