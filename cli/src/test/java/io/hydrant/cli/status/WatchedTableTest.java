package io.hydrant.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Program;
import io.hydrant.cli.terminal.ScreenText;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchedTableTest {
    private static final long SECOND = 1_000_000_000L;

    private static final Console CONSOLE =
            new Console(
                    InputStream.nullInputStream(),
                    new PrintStream(OutputStream.nullOutputStream()),
                    new PrintStream(OutputStream.nullOutputStream()),
                    true,
                    false,
                    80,
                    Program.ON_PATH);

    @Test
    void everyLineFitsAndEveryCellStandsUnderItsTitle() {
        List<StreamRow> rows =
                rows(
                        new StreamRates(),
                        stream("a", 0, 0, 0),
                        stream("x".repeat(64), Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, 0),
                        stream("failing", 10, 5, 3));
        for (int cells = 1; cells <= 200; cells++) {
            WatchedTable table = new WatchedTable(CONSOLE, cells, rows, true);
            int wide = cells;
            assertThat(
                            Stream.concat(
                                    Stream.of(table.heading()),
                                    rows.stream().flatMap(row -> table.lines(row, true).stream())))
                    .as("%d cells", cells)
                    .allSatisfy(line -> {
                        assertThat(ScreenText.width(line)).isLessThanOrEqualTo(wide);
                        assertThat(line).doesNotContainPattern("\\p{Cntrl}");
                    });
        }
        String heading = new WatchedTable(CONSOLE, 80, rows, true).heading();
        assertThat(heading).contains("STATE", "BUFFER", "SINCE", "BACKLOG", "IN/S", "OUT/S");
        assertThat(new WatchedTable(CONSOLE, 40, rows, true).heading())
                .contains("STATE", "BUFFER", "IN/S");
    }

    @Test
    void whatIsWrongIsSaidInOneLineThatNoTerminalObeys() {
        List<StreamRow> rows = rows(new StreamRates(), stream("failing", 10, 5, 3));
        List<String> lines =
                new WatchedTable(CONSOLE, 100, rows, true).lines(rows.getFirst(), false);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("FAILING");
        assertThat(lines.get(1)).contains("S3.NoSuchBucket: no bucket 七人\uFFFD[2J two");
    }

    @Test
    void errorsComeFirstAndThenTheBusiest() {
        StreamRates rates = new StreamRates();
        rates.add(answer(stream("busy", 0, 0, 0), stream("calm", 0, 0, 0)), 0);
        List<StreamRow> rows =
                rows(
                        rates,
                        stream("calm", 1, 0, 0),
                        stream("busy", 900, 100, 0),
                        stream("idle", 0, 0, 0),
                        stream("failing", 0, 0, 1));
        assertThat(rows)
                .extracting(StreamRow::name)
                .containsExactly("failing", "busy", "calm", "idle");
    }

    @Test
    void ratesAreTakenFromOneAnswerToTheNext() {
        StreamRates rates = new StreamRates();
        rates.add(answer(stream("films", 100, 0, 0)), 0);
        assertThat(rates.of("films")).isEmpty();
        rates.add(answer(stream("films", 100, 40, 0)), 2 * SECOND);
        StreamRates.Rate rate = rates.of("films").orElseThrow();
        assertThat(rate.recordsOut()).isEqualTo(20);
        assertThat(rate.recordsIn()).isEqualTo(20);
        assertThat(rate.bytesOut()).isEqualTo(200);
        assertThat(rate.bytesIn()).isEqualTo(200);
    }

    @Test
    void aStreamThatIsMadeAnewHasNoRateOfTheOneBefore() {
        StreamRates rates = new StreamRates();
        rates.add(answer(stream("films", 100, 40, 0)), 0);
        rates.add(answer(stream("films", 0, 0, 0)), 2 * SECOND);
        assertThat(rates.of("films")).isEmpty();
    }

    @Test
    void ratesForgetWhatWasLongAgo() {
        StreamRates rates = new StreamRates();
        for (int second = 0; second <= 60; second += 2) {
            rates.add(answer(stream("films", 0, Math.min(second, 30) * 10L, 0)), second * SECOND);
        }
        assertThat(rates.of("films").orElseThrow().recordsIn()).isZero();
    }

    @Test
    void figuresAreShort() {
        assertThat(Stream.of(0L, 1023L, 7_578L, 1L << 27, Long.MAX_VALUE).map(WatchedTable::bytes))
                .containsExactly("0", "1023", "7.4K", "128M", "8.0E");
        assertThat(Stream.of(0L, 999_999L, 1_234_567L).map(WatchedTable::count))
                .containsExactly("0", "999,999", "1.2M");
        assertThat(Stream.of(0.0, 0.5, 1204.0, 252_000.0, 2.5e6).map(WatchedTable::perSecond))
                .containsExactly("0", "0.5", "1,204", "252k", "2.5M");
        assertThat(Stream.of(12.0, 3 * 60.0, 7201.0, 400_000.0).map(WatchedTable::seconds))
                .containsExactly("12s", "3m", "2h", "4d");
    }

    private static List<StreamRow> rows(StreamRates rates, ServerStatus.Stream... streams) {
        rates.add(answer(streams), SECOND);
        return StreamRow.of(answer(streams), rates, StreamRow.BY_NEED);
    }

    private static ServerStatus answer(ServerStatus.Stream... streams) {
        return new ServerStatus(List.of(streams), true, streams.length, 0, 0, Optional.empty());
    }

    /// Its records have ten bytes each.
    private static ServerStatus.Stream stream(
            String name, long waiting, long delivered, long failures) {
        Optional<ServerStatus.Amount> amount =
                Optional.of(new ServerStatus.Amount(waiting, waiting * 10));
        Instant time = Instant.parse("2026-11-26T10:00:00Z");
        return new ServerStatus.Stream(
                name,
                "ACTIVE",
                "log",
                amount,
                Optional.of(12.0),
                1 << 20,
                60,
                amount,
                Optional.of(12.0),
                Optional.of(delivered),
                Optional.of(1L),
                Optional.of(new ServerStatus.Delivery(time, "films", "k\u001b[31m", 5, 50, "age")),
                Optional.of(
                        new ServerStatus.Trouble(
                                time, "S3.NoSuchBucket", "no bucket 七人\u001b[2J\n two")),
                failures,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
