package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.SampleStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Failures of processing are told where people look, and not more often than they can read.
class ProcessingNewsTest {
    private static final DeliveryStream ORDERS =
            SampleStreams.stream(
                    "orders",
                    "log-of-orders",
                    1,
                    1,
                    Duration.ofMinutes(1),
                    CompressionFormat.GZIP,
                    "bucket",
                    List.of(),
                    Optional.of("errors/"));

    private final List<String> lines = new ArrayList<>();
    private final Logger log = Logger.getLogger(ProcessingNews.class.getName());
    private final Handler kept =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(new SimpleFormatter().formatMessage(line));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private final Meters meters = Meters.unread();
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final ProcessingNews news = new ProcessingNews(ORDERS, meters, () -> now);

    @BeforeEach
    void listen() {
        log.setUseParentHandlers(false);
        log.addHandler(kept);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(kept);
        log.setUseParentHandlers(true);
    }

    @Test
    void theLogHasALineForEachCodeOnceInAWhile() {
        for (int i = 0; i < 1000; i++) {
            news.failed("Lambda.FunctionError", "no\n\u001b[31m year {0}");
            news.failed("Lambda.ResourceNotFound", "none");
        }
        assertThat(lines)
                .containsExactly(
                        "orders: records fail in processing, and go to error objects:"
                                + " Lambda.FunctionError: no [31m year {0}",
                        "orders: records fail in processing, and go to error objects:"
                                + " Lambda.ResourceNotFound: none");
        now = now.plus(ProcessingNews.SILENCE);
        news.failed("Lambda.ResourceNotFound", "none");
        assertThat(lines).hasSize(3);
    }

    /// Messages quote what cannot be read, and the log is not encrypted.
    @Test
    void recordsOfAnEncryptedStreamAreNotQuoted() {
        ProcessingNews secret =
                new ProcessingNews(
                        ORDERS.encrypted(
                                new LogEncryption(
                                        LogEncryption.Status.DISABLED, Optional.empty(), "")),
                        meters,
                        () -> now);
        secret.failed("DataFormatConversion.MalformedData", "For input string: \"secret\"");
        secret.failed("Lambda.FunctionError", "secret");
        secret.failed("Lambda.ResourceNotFound", "none");
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("secret"));
        assertThat(lines.getLast()).endsWith("Lambda.ResourceNotFound: none");
        assertThat(meters.of("log-of-orders", "orders").lastProcessingFailure())
                .hasValueSatisfying(last -> assertThat(last.message()).isEqualTo("none"));
    }

    @Test
    void theLastFailureIsKept() {
        news.failed("Lambda.FunctionError", "first");
        now = now.plusSeconds(1);
        news.failed("Lambda.ResourceNotFound", "second");
        assertThat(meters.of("log-of-orders", "orders").lastProcessingFailure())
                .hasValueSatisfying(last -> {
                    assertThat(last.at()).isEqualTo(now);
                    assertThat(last.code()).isEqualTo("Lambda.ResourceNotFound");
                    assertThat(last.message()).isEqualTo("second");
                });
    }
}
