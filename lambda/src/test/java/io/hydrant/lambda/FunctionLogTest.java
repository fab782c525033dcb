package io.hydrant.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What functions say fills no disk, and forges no line.
class FunctionLogTest {
    private static final Logger LOGGER = Logger.getLogger(FunctionLog.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FunctionLog log = new FunctionLog("films", nanos::get);
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(new SimpleFormatter().formatMessage(record));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void asManyLinesAsAWindowTakesAreThereAndTheOthersAreCounted() {
        for (int i = 0; i < FunctionLog.LINES_MAX + 3; i++) {
            log.printed("line " + i);
        }
        assertThat(lines).hasSize(FunctionLog.LINES_MAX);
        nanos.addAndGet(FunctionLog.WINDOW.toNanos());
        log.printed("again");
        assertThat(lines.subList(FunctionLog.LINES_MAX, lines.size()))
                .containsExactly(
                        "films: 3 more lines are left out: more than 200 in 10 s", "films: again");
    }

    @Test
    void aLineIsCutAndStaysOne() {
        log.printed("x".repeat(FunctionLog.LINE_MAX + 1));
        log.trouble("a\nb\r\u001b[31m{0}");
        assertThat(lines.getFirst()).isEqualTo("films: " + "x".repeat(FunctionLog.LINE_MAX) + " …");
        assertThat(lines.getLast()).isEqualTo("films: a b [31m{0}");
    }
}
