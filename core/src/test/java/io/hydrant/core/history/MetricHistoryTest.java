package io.hydrant.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final long MEBIBYTE = 1 << 20;

    @TempDir Path folder;
    private final Meters meters = Meters.unread();
    private Instant now = NOON.plusSeconds(10);

    private MetricHistory history(Meters of, long bytesMax) {
        return new MetricHistory(of, Optional.of(file()), new RealDisk(), bytesMax, () -> now);
    }

    private Path file() {
        return folder.resolve("metrics.db");
    }

    private void count(Meters in, String stream, Figure figure, long value) {
        in.of("log-" + stream, stream).count(figure, value);
    }

    private static SortedMap<Instant, Map<Figure, Summary>> all(
            MetricHistory history, String stream) {
        return history.minutes(stream, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }

    @Test
    void aMinuteThatARestartDividesAddsUp() {
        try (MetricHistory before = history(meters, MEBIBYTE)) {
            assertThat(all(before, "films")).isEmpty();
            count(meters, "films", Figure.PUT_RECORD_REQUESTS, 3);
            meters.of("log-films", "films").measure(Figure.PUT_RECORD_LATENCY, 100);
        }
        Meters fresh = Meters.unread();
        try (MetricHistory after = history(fresh, MEBIBYTE)) {
            count(fresh, "films", Figure.PUT_RECORD_REQUESTS, 4);
            fresh.of("log-films", "films").measure(Figure.PUT_RECORD_LATENCY, 300);
            assertThat(all(after, "films").get(NOON))
                    .as("before it is written")
                    .containsEntry(Figure.PUT_RECORD_REQUESTS, Summary.of(7))
                    .containsEntry(Figure.PUT_RECORD_LATENCY, new Summary(2, 400, 100, 300));
            after.record(now, List.of());
            assertThat(all(after, "films").get(NOON))
                    .as("and afterwards")
                    .containsEntry(Figure.PUT_RECORD_REQUESTS, Summary.of(7))
                    .containsEntry(Figure.PUT_RECORD_LATENCY, new Summary(2, 400, 100, 300));
        }
    }

    @Test
    void aClockThatIsSetBackCountsTwiceInNoMinute() {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, List.of());
            now = NOON.minus(Duration.ofHours(1));
            count(meters, "films", Figure.DELIVERED_RECORDS, 6);
            history.record(now, List.of());
            now = NOON.plusSeconds(59);
            count(meters, "films", Figure.DELIVERED_RECORDS, 7);
            history.record(now, List.of());
            assertThat(all(history, "films"))
                    .containsEntry(
                            NOON.minus(Duration.ofHours(1)),
                            Map.of(Figure.DELIVERED_RECORDS, Summary.of(6)))
                    .containsEntry(NOON, Map.of(Figure.DELIVERED_RECORDS, Summary.of(12)))
                    .hasSize(2);
        }
    }

    @Test
    void nothingIsWrittenForStreamsThatRest() {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            meters.of("log-idle", "idle");
            history.record(now, List.of());
            assertThat(file()).doesNotExist();
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, List.of());
            assertThat(all(history, "idle")).isEmpty();
            assertThat(history.streams(Instant.EPOCH))
                    .containsExactly(Map.entry("films", Set.of(Figure.DELIVERED_RECORDS)));
        }
    }

    @Test
    void itIsForItsOwnerOnly() throws IOException {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, List.of());
            for (String name : List.of("metrics.db", "metrics.db-wal")) {
                assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void aDamagedFileIsSetAsideAndBegunAnew() throws IOException {
        Files.writeString(
                file(), "this is no database, and long enough to be taken for one. ".repeat(99));
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, List.of());
            assertThat(all(history, "films")).hasSize(1);
        }
        assertThat(folder.resolve("metrics.db.damaged")).content().startsWith("this is no");
    }

    @Test
    void aFileThatIsRemovedInUseIsBegunAnew() throws IOException {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, List.of());
            Files.delete(file());
            history.record(now, List.of());
            assertThat(file()).as("though nothing was counted").exists();
            Files.delete(file());
            count(meters, "songs", Figure.DELIVERED_RECORDS, 6);
            history.record(now, List.of());
            assertThat(all(history, "songs")).hasSize(1);
        }
        try (MetricHistory after = history(Meters.unread(), MEBIBYTE)) {
            assertThat(all(after, "songs")).hasSize(1);
            assertThat(all(after, "films")).isEmpty();
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenStopsNobody() throws IOException {
        Files.createDirectory(file());
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            assertThat(all(history, "films")).as("the minute that is not over").hasSize(1);
            history.record(now, List.of());
            assertThat(all(history, "films")).isEmpty();
            Files.delete(file());
            count(meters, "films", Figure.DELIVERED_RECORDS, 6);
            history.record(now, List.of());
            assertThat(all(history, "films")).hasSize(1);
        }
    }

    @Test
    void theOldestGoFirstWhenItIsFull() throws IOException {
        long limit = MEBIBYTE / 4;
        try (MetricHistory history = history(meters, limit)) {
            for (int i = 0; i < 60 * 60; i++) {
                now = now.plus(Duration.ofMinutes(1));
                for (String stream : List.of("films", "songs", "books")) {
                    count(meters, stream, Figure.DELIVERED_RECORDS, 1_000_000 + i);
                    count(meters, stream, Figure.DELIVERED_BYTES, 1_000_000_000L + i);
                    count(meters, stream, Figure.PUT_RECORD_BYTES, 1_000_000_000L + i);
                }
                history.record(now, List.of());
            }
            SortedMap<Instant, Map<Figure, Summary>> kept = all(history, "books");
            assertThat(kept.lastKey()).isEqualTo(now.minusSeconds(10));
            assertThat(kept.firstKey()).isAfter(NOON.plus(Duration.ofHours(1)));
            assertThat(kept.size()).isGreaterThan(60);
        }
        assertThat(Files.size(file())).isLessThan(2 * limit);
    }

    @Test
    void fifteenDaysAreKept() {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 1);
            history.record(now, List.of());
            now = now.plus(MetricHistory.KEPT).plus(Duration.ofMinutes(2));
            for (int i = 0; i < 60; i++) {
                count(meters, "films", Figure.DELIVERED_RECORDS, 1);
                history.record(now, List.of());
            }
            assertThat(all(history, "films")).hasSize(1).doesNotContainKey(NOON);
        }
    }

    @Test
    void whatADeletedStreamCountedIsKeptInTheTotalsAndInTheHistory() {
        try (MetricHistory history = history(meters, MEBIBYTE)) {
            count(meters, "films", Figure.DELIVERED_RECORDS, 5);
            history.record(now, meters.forget(Set::of));
            assertThat(meters.all()).isEmpty();
            assertThat(meters.sums(List.of()).all().counted(Figure.DELIVERED_RECORDS)).isEqualTo(5);
            assertThat(all(history, "films")).hasSize(1);
        }
    }
}
