package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.ClientTokenReusedException;
import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for a log wherever it is kept.
@Timeout(120)
abstract class StreamLogContract {
    /// The logs of this test, as a process has them that was just started.
    abstract StreamLogs open() throws IOException;

    /// What the last [#open] opened ends.
    abstract void close() throws Exception;

    final String id = UUID.randomUUID().toString();
    private StreamLogs logs = new NoLogs();

    @BeforeEach
    final void begin() throws IOException {
        logs = open();
    }

    @AfterEach
    final void end() throws Exception {
        close();
    }

    final StreamLog log() throws IOException {
        return logs.log(id);
    }

    final StreamLog taken() throws IOException {
        StreamLog log = log();
        log.takeOver();
        return log;
    }

    final StreamLog afterAStart() throws Exception {
        close();
        logs = open();
        return taken();
    }

    @Test
    final void whatIsAppendedIsReadInItsOrder() throws IOException {
        StreamLog log = taken();
        assertThat(log.end()).isEqualTo(LogPoint.START);
        log.append(LogTexts.batch("one", "", "three"));
        log.append(LogTexts.batch("four"));
        LogTexts.await(log, 4);
        assertThat(log.end()).isEqualTo(new LogPoint(4, 12));
        assertThat(LogTexts.all(log)).containsExactly("one", "", "three", "four");
        try (LogReader reader = log.headers(LogPoint.START)) {
            assertThat(reader.start()).isEqualTo(LogPoint.START);
            assertThat(reader.next()).isTrue();
            assertThat(reader.lengths(2, 1).getInt()).isEqualTo(5);
            assertThat(UTF_8.decode(reader.payloads(3, 5)).toString()).isEqualTo("three");
            assertThat(reader.next()).isTrue();
            assertThat(reader.start()).isEqualTo(new LogPoint(3, 8));
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    final void readingBeginsWithTheFrameThatHoldsARecord() throws IOException {
        StreamLog log = taken();
        for (int i = 0; i < 20; i++) {
            log.append(LogTexts.batch("a" + i, "b" + i, "c" + i));
        }
        LogTexts.await(log, 60);
        List<String> all = LogTexts.all(log);
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            assertThat(LogTexts.from(log, new LogPoint(i, bytes)))
                    .isEqualTo(all.subList(i, all.size()));
            bytes += all.get(i).length();
        }
        assertThat(LogTexts.from(log, log.end())).isEmpty();
    }

    @Test
    final void numbersNameRecordsAndRise() throws IOException {
        StreamLog log = taken();
        long before = -1;
        for (int i = 0; i < 10; i++) {
            long first = log.append(LogTexts.batch("one", "two", "three"));
            assertThat(first).isGreaterThan(before);
            before = first + 2;
        }
    }

    @Test
    final void whoeverListensHearsThatTheEndHasMoved() throws IOException {
        StreamLog log = taken();
        AtomicInteger heard = new AtomicInteger();
        log.onAppend(() -> heard.set((int) log.end().position()));
        log.append(LogTexts.batch("one", "two"));
        Wait.seconds(30).until("heard of both", () -> heard.get() == 2);
    }

    @Test
    final void whatWasAcknowledgedIsBeforeTheEndOfAll() throws IOException {
        StreamLog log = taken();
        for (int i = 1; i <= 20; i++) {
            log.append(LogTexts.batch("film " + i));
            assertThat(log.endOfAll().position()).isEqualTo(i);
        }
    }

    @Test
    final void aCutEndsWithTheRecordThatReachesTheSize() throws IOException {
        StreamLog log = taken();
        for (int i = 0; i < 10; i++) {
            log.append(LogTexts.batch("0123456789", "0123456789"));
        }
        LogTexts.await(log, 20);
        LogPoint from = new LogPoint(3, 30);
        assertThat(log.cut(from, 1).end()).isEqualTo(new LogPoint(4, 40));
        assertThat(log.cut(from, 55).end()).isEqualTo(new LogPoint(9, 90));
        assertThat(log.cut(from, 170).reachedSize()).isTrue();
        assertThat(log.cut(from, 171).reachedSize()).isFalse();
        assertThat(log.cut(from, 171).end()).isEqualTo(log.end());
    }

    @Test
    final void aRequestThatNamesItselfCountsOnce() throws Exception {
        for (RequestName name : names()) {
            StreamLog log = taken();
            long before = log.end().position();
            long first = log.append(LogTexts.named(name, "one", "two"));
            assertThat(log.append(LogTexts.named(name, "one", "two"))).isEqualTo(first);
            log.append(LogTexts.batch("another"));
            LogTexts.await(log, before + 3);
            StreamLog again = afterAStart();
            again.append(LogTexts.named(repeat(name), "one", "two"));
            again.append(LogTexts.batch("last"));
            LogTexts.await(again, before + 4);
            assertThat(again.end().position()).isEqualTo(before + 4);
        }
    }

    private static List<RequestName> names() {
        return List.of(new ClientToken("films", 1), new Invocation(1, 2, false));
    }

    private static RequestName repeat(RequestName name) {
        return switch (name) {
            case ClientToken token -> token;
            case Invocation call -> new Invocation(call.high(), call.low(), true);
        };
    }

    @Test
    final void aTokenIsForOneRequest() throws IOException {
        StreamLog log = taken();
        ClientToken token = new ClientToken("films", 1);
        log.append(LogTexts.named(token, "one"));
        assertThatThrownBy(() -> log.append(LogTexts.named(token, "two")))
                .isInstanceOf(ClientTokenReusedException.class);
        log.append(LogTexts.batch("three"));
        LogTexts.await(log, 2);
        assertThat(LogTexts.all(log)).containsExactly("one", "three");
    }

    @Test
    final void otherRecordsUnderTheIdOfACallAreAnotherRequest() throws IOException {
        StreamLog log = taken();
        log.append(LogTexts.named(new Invocation(1, 2, false), "one"));
        log.append(LogTexts.named(new Invocation(1, 2, true), "two"));
        LogTexts.await(log, 2);
        assertThat(LogTexts.all(log)).containsExactly("one", "two");
    }

    @Test
    final void recordsAndTheirPlacesAreTheSameAfterAStart() throws Exception {
        StreamLog log = taken();
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            log.append(LogTexts.batch("record " + i, "other " + i));
            wanted.add("record " + i);
            wanted.add("other " + i);
        }
        LogTexts.await(log, 100);
        LogPoint end = log.end();
        StreamLog again = afterAStart();
        assertThat(again.end()).isEqualTo(end);
        assertThat(LogTexts.all(again)).isEqualTo(wanted);
    }

    @Test
    final void onlyTheLatestReaderKeepsADocument() throws Exception {
        StreamLog log = log();
        long first = log.takeOver().epoch();
        log.append(LogTexts.batch("one"));
        log.checkpoint(first, "of the first".getBytes(UTF_8));
        long second = log.takeOver().epoch();
        assertThat(second).isGreaterThan(first);
        assertThatThrownBy(() -> log.checkpoint(first, new byte[] {'x'}))
                .isInstanceOf(EpochOverException.class);
        assertThat(log.checkpoint().map(text -> new String(text, UTF_8))).contains("of the first");
        log.checkpoint(second, "of the second".getBytes(UTF_8));
        close();
        logs = open();
        assertThat(log().checkpoint().map(text -> new String(text, UTF_8)))
                .contains("of the second");
        assertThat(log().takeOver().epoch()).isGreaterThan(second);
    }

    @Test
    final void aBackupReadsTheSameRecordsWithADocumentOfItsOwn() throws Exception {
        StreamLog log = log();
        long epoch = log.takeOver().epoch();
        StreamLog backup = log.forBackup();
        long backupsEpoch = backup.takeOver().epoch();
        log.append(LogTexts.batch("one"));
        LogTexts.await(backup, 1);
        assertThat(LogTexts.all(backup)).containsExactly("one");
        log.checkpoint(epoch, "of delivery".getBytes(UTF_8));
        backup.checkpoint(backupsEpoch, "of the backup".getBytes(UTF_8));
        assertThat(log.checkpoint().map(text -> new String(text, UTF_8))).contains("of delivery");
        assertThat(backup.checkpoint().map(text -> new String(text, UTF_8)))
                .contains("of the backup");
        assertThat(backup.id()).isNotEqualTo(log.id());
    }

    @Test
    final void whatAllReadersAreDoneWithIsGivenBackAndNothingElse() throws Exception {
        StreamLog log = taken();
        log.forBackup().takeOver();
        String large = "x".repeat(3000);
        for (int i = 0; i < 200; i++) {
            log.append(LogTexts.batch(large));
        }
        LogTexts.await(log, 200);
        log.trim(150);
        log.append(LogTexts.batch("more"));
        LogTexts.await(log, 201);
        assertThat(LogTexts.all(log)).hasSize(201);
        log.forBackup().trim(100);
        Wait.seconds(60)
                .until(
                        "some is given back",
                        () -> logs.storedRecords(id).orElseThrow(),
                        stored -> stored < 201);
        assertThat(logs.storedRecords(id).orElseThrow()).isGreaterThanOrEqualTo(101);
        assertThat(LogTexts.from(log, new LogPoint(100, 300_000))).hasSize(101);
        StreamLog again = afterAStart();
        assertThat(again.end()).isEqualTo(new LogPoint(201, 600_004));
        assertThat(LogTexts.from(again, new LogPoint(100, 300_000))).hasSize(101);
        assertThatThrownBy(() -> again.headers(LogPoint.START).close())
                .isInstanceOf(LogDamagedException.class);
        assertThat(again.damage()).isPresent();
    }

    @Test
    final void aRepeatIsKnownWhenItsRecordsAreTrimmed() throws Exception {
        StreamLog log = taken();
        String large = "x".repeat(3000);
        for (RequestName name : names()) {
            log.append(LogTexts.named(name, large, "end"));
        }
        for (int i = 0; i < 200; i++) {
            log.append(LogTexts.batch(large));
        }
        LogTexts.await(log, 204);
        log.trim(204);
        Wait.seconds(60)
                .until(
                        "the named ones are given back",
                        () -> logs.storedRecords(id).orElseThrow(),
                        stored -> stored <= 200);
        StreamLog again = afterAStart();
        for (RequestName name : names()) {
            again.append(LogTexts.named(repeat(name), large, "end"));
        }
        again.append(LogTexts.batch("last"));
        LogTexts.await(again, 205);
        assertThat(again.end().position()).isEqualTo(205);
    }

    @Test
    final void aLogThatHasLostItsEndStops() throws Exception {
        StreamLog log = taken();
        log.append(LogTexts.batch("one", "two"));
        LogTexts.await(log, 2);
        assertThat(logs.ends()).containsEntry(id, 2L);
        close();
        logs = open();
        logs.expectEnd(id, 3);
        assertThatThrownBy(this::taken).isInstanceOf(LogDamagedException.class);
        assertThat(logs.damage(id)).isPresent();
    }

    @Test
    final void aLogThatStoppedTakesNothing() throws IOException {
        StreamLog log = taken();
        log.append(LogTexts.batch("one"));
        log.stopForRecords("this", "that");
        assertThatThrownBy(() -> logs.append(id, LogTexts.batch("two")))
                .isInstanceOf(LogDamagedException.class);
        assertThat(logs.refusal(id)).isPresent();
    }

    @Test
    final void aDeletedLogLeavesNothing() throws Exception {
        StreamLog log = log();
        long epoch = log.takeOver().epoch();
        log.append(LogTexts.batch("one"));
        log.checkpoint(epoch, "document".getBytes(UTF_8));
        logs.delete(id);
        logs.delete("never-there");
        close();
        logs = open();
        logs.sortOut(Set.of(), Set.of());
        assertThat(taken().end()).isEqualTo(LogPoint.START);
        assertThat(log().checkpoint()).isEqualTo(Optional.empty());
    }

    @Test
    final void whatIsDoomedIsRemovedAtAStart() throws Exception {
        taken().append(LogTexts.batch("one"));
        close();
        logs = open();
        logs.sortOut(Set.of(), Set.of(id));
        assertThat(taken().end()).isEqualTo(LogPoint.START);
    }

    @Test
    final void processedRecordsAreThereWhenTheirAppendReturns() throws IOException {
        StreamLog processed = logs.log(ProcessedLog.idOf(id));
        processed.takeOver();
        for (int i = 1; i <= 10; i++) {
            processed.append(LogTexts.batch("head", "record " + i));
            assertThat(processed.end().position()).isEqualTo(2L * i);
        }
        processed.abandonFailed();
        assertThat(LogTexts.all(processed)).hasSize(20);
    }
}
