package io.hydrant.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
    private static String line(String message, @Nullable Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setLoggerName("io.hydrant.Test");
        line.setInstant(Instant.parse("2026-11-26T22:00:00.123456Z"));
        line.setThrown(thrown);
        return new JsonLines().format(line);
    }

    @Test
    void aLineIsOneObjectWithAllThereIs() {
        JsonNode json =
                JsonMapper.shared().readTree(line("It failed", new IOException("no disk\nleft")));
        assertThat(json.get("time").stringValue()).isEqualTo("2026-11-26T22:00:00.123Z");
        assertThat(json.get("level").stringValue()).isEqualTo("warning");
        assertThat(json.get("logger").stringValue()).isEqualTo("io.hydrant.Test");
        assertThat(json.get("thread").stringValue()).isNotEmpty();
        assertThat(json.get("message").stringValue()).isEqualTo("It failed");
        assertThat(json.get("error").stringValue()).isEqualTo("java.io.IOException: no disk\nleft");
        assertThat(json.get("stack").stringValue()).contains("JsonLinesTest.aLineIsOneObject");
    }

    @Test
    void noTextEndsALineOrAnObject() {
        String evil = "a\"}\n{\"level\":\"x\\\r\u0000\u001B[31m\u007F\u0085\u2028\u2029\uD800 😀 é";
        String line = line(evil, null);
        assertThat(line).endsWith("}\n");
        assertThat(line.strip().chars())
                .noneMatch(c -> c < ' ' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029);
        assertThat(JsonMapper.shared().readTree(line).get("message").stringValue()).isEqualTo(evil);
    }
}
