package io.hydrant.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Errors on their way to a log group are bounded, and what does not get there is counted.
class ErrorFeedTest {
    private static final Instant MINUTE = Instant.parse("2026-11-27T12:00:00Z");

    private final Meters meters = Meters.unread();
    private final StreamMeter meter = meters.of("log", "films");

    private void report(int second, String code, boolean isOfBackup) {
        meters.errors()
                .report(
                        new StreamError(
                                MINUTE.plusSeconds(second), "log", "films", isOfBackup, code, "m"),
                        meter);
    }

    @Test
    void thoseThatAreAlikeAreHandedOnFiveTimesAMinute() {
        for (int i = 0; i < 8; i++) {
            report(i, "S3.NoSuchBucket", false);
            report(i, "S3.NoSuchBucket", true);
        }
        report(9, "S3.AccessDenied", false);
        assertThat(meters.errors().taken()).hasSize(5 + 5 + 1);
        assertThat(meter.counted(Figure.REPEATED_ERRORS)).isEqualTo(6);
        report(59, "S3.NoSuchBucket", false);
        assertThat(meters.errors().isEmpty()).isTrue();
        report(60, "S3.NoSuchBucket", false);
        assertThat(meters.errors().taken()).hasSize(1);
    }

    @Test
    void whatFindsNoPlaceIsCountedAndNobodyWaits() {
        for (int i = 0; i < ErrorFeed.WAITING_MAX; i++) {
            report(0, "code " + i, false);
        }
        assertThat(meter.counted(Figure.LOST_ERROR_EVENTS)).isZero();
        report(0, "one more", false);
        assertThat(meter.counted(Figure.LOST_ERROR_EVENTS)).isEqualTo(1);
        assertThat(meters.errors().taken()).hasSize(ErrorFeed.WAITING_MAX);
    }

    @Test
    void kindsAreBoundedToo() {
        for (int i = 0; i < ErrorFeed.KINDS_MAX; i++) {
            report(0, "code " + i, false);
            meters.errors().taken();
        }
        assertThat(meter.counted(Figure.LOST_ERROR_EVENTS)).isZero();
        report(0, "one more", false);
        assertThat(meter.counted(Figure.LOST_ERROR_EVENTS)).isEqualTo(1);
        report(1, "code 1", false);
        assertThat(meters.errors().taken()).hasSize(1);
    }

    @Test
    void longMessagesAreCut() {
        String message = "m".repeat(StreamError.MESSAGE_MAX + 1);
        assertThat(new StreamError(MINUTE, "log", "films", false, "code", message).message())
                .hasSize(StreamError.MESSAGE_MAX);
    }
}
