package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparingLogTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong time = new AtomicLong();
    private final SparingLog log = new SparingLog(new Lines(), time::get);

    @Test
    void ofEachKindAFewLinesAMinuteAreToldAndThenHowManyWereLeftOut() {
        for (int i = 0; i < 100; i++) {
            log.warn("doors", "a door was shut");
        }
        log.warn("windows", "a window was shut");
        assertThat(lines).hasSize(6).contains("a window was shut");
        time.addAndGet(TimeUnit.MINUTES.toNanos(1));
        log.warn("doors", "a door was shut again");
        assertThat(lines)
                .endsWith("95 more lines were left out of the log: doors", "a door was shut again");
    }

    @Test
    void whatWasLeftOutIsToldAtTheEnd() {
        for (int i = 0; i < 7; i++) {
            log.warn("doors", "a door was shut");
        }
        log.close();
        assertThat(lines).endsWith("2 more lines were left out of the log: doors");
    }

    @Test
    void aFaultIsToldWithItsTraceAndCountsByItsPlace() {
        for (int i = 0; i < 10; i++) {
            log.fault("failed", new IllegalStateException("here " + i));
        }
        log.fault("failed", new IllegalStateException("there"));
        assertThat(lines).hasSize(6).last().isEqualTo("failed IllegalStateException");
    }

    @Test
    void manyKindsShareTheirLines() {
        for (int i = 0; i < 10_000; i++) {
            log.warn("kind " + i, "a line");
        }
        assertThat(lines).hasSizeLessThan(300);
    }

    private final class Lines implements System.Logger {
        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            lines.add(thrown == null ? message : message + " " + thrown.getClass().getSimpleName());
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object... parameters) {
            lines.add(
                    parameters == null || parameters.length == 0
                            ? format
                            : MessageFormat.format(format, parameters));
        }
    }
}
