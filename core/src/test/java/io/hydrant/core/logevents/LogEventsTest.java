package io.hydrant.core.logevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.RealDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of log events, and what is given up.
class LogEventsTest {
    private static final long BYTES_MAX = 2 << 20;

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private LogEvents logs;

    @BeforeEach
    void open() {
        logs =
                new LogEvents(
                        Optional.of(folder.resolve("logs.db")),
                        new RealDisk(),
                        BYTES_MAX,
                        "us-east-1",
                        "000000000000",
                        () -> now,
                        new Random(1));
    }

    @AfterEach
    void close() throws Exception {
        logs.close();
    }

    private void create(String group) {
        logs.createGroup(group, logs.newMark(), OptionalInt.empty(), Map.of());
        logs.createStream(group, "stream", logs.newMark());
    }

    private void put(String group, String message, int times) {
        logs.put(
                group,
                "stream",
                new EventBatch(
                        IntStream.range(0, times)
                                .mapToObj(i -> new EventInput(now.toEpochMilli(), message + i))
                                .toList()));
    }

    private EventPage search(String group, String pattern) {
        return logs.search(
                group,
                new EventQuery(
                        Optional.empty(),
                        "",
                        EventPlace.BEGINNING,
                        EventPlace.END,
                        FilterPattern.of(pattern),
                        10_000));
    }

    @Test
    void nothingIsOpenedUntilSomethingIsKept() {
        assertThat(logs.groups()).isEmpty();
        logs.expire();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatWasKeptIsThereAfterAnotherStart() throws Exception {
        create("group");
        put("group", "hello", 3);
        logs.close();
        open();
        assertThat(search("group", "hello").events()).hasSize(3);
    }

    @Test
    void theOldestEventsMakeRoomAndAreCounted() throws Exception {
        create("group");
        int puts = 30;
        for (int i = 0; i < puts; i++) {
            put("group", "x".repeat(1000) + " of " + i + " at ", 200);
        }
        LogEvents.Room room = logs.room();
        assertThat(room.usedBytes()).isLessThanOrEqualTo(BYTES_MAX);
        assertThat(room.givenUpEvents()).isBetween(1L, puts * 200L - 200);
        assertThat(Files.size(folder.resolve("logs.db"))).isLessThan(2 * BYTES_MAX);
        assertThat(search("group", "\"of 0 at\"").events()).isEmpty();
        assertThat(search("group", "\"of 29 at\"").events()).isNotEmpty();
        long kept = puts * 200L - room.givenUpEvents();
        assertThat(logs.group("group").storedBytes()).isBetween(kept * 1030, kept * 1045);
    }

    @Test
    void eventsOverTheirRetentionAreNotSeenAndGo() {
        create("group");
        put("group", "x".repeat(2000), 400);
        long full = logs.room().usedBytes();
        logs.setRetention("group", OptionalInt.of(1));
        assertThat(search("group", "").events()).isNotEmpty();
        now = now.plus(Duration.ofHours(25));
        assertThat(search("group", "").events()).isEmpty();
        assertThat(logs.room().usedBytes()).isEqualTo(full);
        logs.expire();
        assertThat(logs.room().usedBytes()).isLessThan(full / 4);
        assertThat(logs.group("group").storedBytes()).isZero();
        assertThat(logs.room().givenUpEvents()).isZero();
    }

    @Test
    void aDeletedGroupTakesItsEventsAlong() {
        create("group");
        create("other");
        put("group", "of the group", 10);
        put("other", "of the other", 10);
        logs.deleteGroup("group");
        create("group");
        assertThat(search("group", "").events()).isEmpty();
        assertThat(search("other", "").events()).hasSize(10);
    }

    @Test
    void whatIsTooOldTooNewOrExpiredIsRejectedAndTheRestIsTaken() {
        create("group");
        long hour = Duration.ofHours(1).toMillis();
        EventBatch batch =
                new EventBatch(
                        IntStream.range(0, 6)
                                .mapToObj(i ->
                                        new EventInput(now.toEpochMilli() + i * hour, "at " + i))
                                .toList());
        EventBatch.Rejected ahead = logs.put("group", "stream", batch);
        assertThat(ahead).isEqualTo(new EventBatch.Rejected(0, 0, OptionalInt.of(3)));
        logs.setRetention("group", OptionalInt.of(3));
        now = now.plus(Duration.ofDays(3)).plus(Duration.ofHours(2));
        EventBatch.Rejected expired = logs.put("group", "stream", batch);
        assertThat(expired).isEqualTo(new EventBatch.Rejected(0, 2, OptionalInt.empty()));
        now = now.plus(Duration.ofDays(11)).plus(Duration.ofHours(2));
        assertThat(logs.put("group", "stream", batch).tooOldEnd()).isEqualTo(4);
    }

    @Test
    void aBatchHasAWholeMebibyteAndNotAByteMore() {
        String fits = "x".repeat((int) EventBatch.BYTES_MAX - EventInput.OVERHEAD);
        assertThat(new EventBatch(List.of(new EventInput(1, fits))).events()).hasSize(1);
        assertThatThrownBy(() -> new EventBatch(List.of(new EventInput(1, fits + "x"))))
                .hasMessageContaining("1048577 bytes exceeds limit of 1048576");
    }

    @Test
    void patternsMatchAsTheyAreWritten() {
        assertMatches("ERROR", "an ERROR", "an error");
        assertMatches("ERROR -\"not this\"", "ERROR here", "ERROR not this");
        assertMatches("?WARN ?ERROR", "a WARN", "INFO");
        assertMatches("%4\\d\\d%", "status 404", "status 500");
        assertMatches(
                "{ $.a.b = \"S3.*\" }", "{\"a\":{\"b\":\"S3.X\"}}", "{\"a\":{\"b\":\"KMS\"}}");
        assertMatches("{ $.n > 4.5 || $.m = 1 }", "{\"n\":5}", "{\"n\":4,\"m\":2}");
        assertMatches("{ ($.a = 1 || $.a = 2) && $.b != 3 }", "{\"a\":2,\"b\":4}", "{\"a\":2}");
        assertMatches("{ $.l[1].x IS TRUE }", "{\"l\":[0,{\"x\":true}]}", "{\"l\":[{\"x\":true}]}");
        assertMatches("{ $.gone NOT EXISTS }", "{\"a\":1}", "{\"gone\":null}");
        assertMatches("{ $.a = %^x.z$% }", "{\"a\":\"xyz\"}", "no json");
    }

    private static void assertMatches(String pattern, String yes, String no) {
        assertThat(FilterPattern.of(pattern).test(yes)).as("%s matches %s", pattern, yes).isTrue();
        assertThat(FilterPattern.of(pattern).test(no)).as("%s matches %s", pattern, no).isFalse();
    }

    @Test
    void whatIsNoPatternIsRefused() {
        for (String pattern :
                new String[] {
                    "{ $.a }", "{ $.a = 1", "\"open", "{ $.a = 1 } x", "a-b", "[a, b]", "%(%"
                }) {
            assertThatThrownBy(() -> FilterPattern.of(pattern))
                    .as(pattern)
                    .hasMessageContaining("filter pattern");
        }
    }
}
