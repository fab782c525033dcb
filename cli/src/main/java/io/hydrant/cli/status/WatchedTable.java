package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ScreenText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The table of streams: as many columns as the terminal has room for, a row for each stream, and
/// under those that have something to say, what it is. Every line has at most that many cells.
final class WatchedTable {
    static final String UNKNOWN = "–";

    private static final int NODE_CELLS_MAX = 30;
    private static final int NAME_CELLS_MIN = 11;
    private static final int NAME_CELLS_MAX = 40;
    private static final int BAR_CELLS = 5;

    /// In the order in which they stand. What matters less goes first where there is little room.
    private enum Column {
        STATE("STATE", 8, 1),
        SIZE("BUFFER", 11, 2),
        AGE("SINCE", 11, 4),
        BACKLOG("BACKLOG", 7, 5),
        BACKLOG_BYTES("BYTES", 5, 9),
        OLDEST("OLDEST", 6, 7),
        IN("IN/S", 6, 3),
        BYTES_IN("B/S", 5, 8),
        OUT("OUT/S", 6, 6),
        BYTES_OUT("B/S", 5, 10),
        LAST("LAST DELIVERY", 17, 11),
        HINTS("OF", 10, 12);

        private final String title;
        private final int cells;
        private final int rank;

        Column(String title, int cells, int rank) {
            this.title = title;
            this.cells = cells;
            this.rank = rank;
        }
    }

    private final Console console;
    private final int cells;
    private final Set<Column> columns = EnumSet.noneOf(Column.class);
    private final int nameCells;

    /// @param cells how wide it may be
    /// @param figures whether there are any, or only states and hints
    WatchedTable(Console console, int cells, List<StreamRow> rows, boolean figures) {
        this.console = console;
        this.cells = cells;
        int longest = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int wanted = Math.clamp(longest, NAME_CELLS_MIN, NAME_CELLS_MAX);
        int least = Math.min(wanted, 16);
        int left = cells - NAME_CELLS_MIN;
        for (int rank = 1; rank <= Column.values().length; rank++) {
            for (Column column : Column.values()) {
                int taken = column.cells + 1;
                boolean fits = left - taken >= (rank > 3 ? least - NAME_CELLS_MIN : 0);
                boolean told = figures || column == Column.STATE || column == Column.HINTS;
                if (column.rank == rank && fits && told) {
                    columns.add(column);
                    left -= taken;
                }
            }
        }
        this.nameCells = Math.min(wanted, NAME_CELLS_MIN + left);
    }

    String heading() {
        StringBuilder line = new StringBuilder(ScreenText.left("STREAM", nameCells));
        for (Column column : columns) {
            line.append(' ')
                    .append(
                            isText(column)
                                    ? ScreenText.left(column.title, column.cells)
                                    : ScreenText.right(column.title, column.cells));
        }
        return console.bold(ScreenText.cut(line.toString(), cells));
    }

    private static boolean isText(Column column) {
        return switch (column) {
            case STATE, SIZE, AGE, LAST, HINTS -> true;
            case BACKLOG, BACKLOG_BYTES, OLDEST, IN, BYTES_IN, OUT, BYTES_OUT -> false;
        };
    }

    /// @param roomy whether a stream that is well says more, too
    List<String> lines(StreamRow row, boolean roomy) {
        List<String> lines = new ArrayList<>();
        StringBuilder line =
                new StringBuilder(console.bold(ScreenText.left(row.name(), nameCells)));
        columns.forEach(column -> line.append(' ').append(cell(column, row)));
        lines.add(line.toString());
        row.trouble().ifPresent(text -> lines.add(console.bad(below(text))));
        if (roomy && !columns.containsAll(Set.of(Column.LAST, Column.HINTS))) {
            lines.add(console.faint(below(more(row))));
        }
        return lines;
    }

    private static String more(StreamRow row) {
        ServerStatus.Stream stream = row.stream();
        return "of %s, %d s%s%s"
                .formatted(
                        Figures.bytes(stream.sizeHintBytes()),
                        stream.intervalSeconds(),
                        stream.node().map(name -> "; on " + nodeName(name)).orElse(""),
                        row.lastDelivery().map(text -> "; " + text).orElse(""));
    }

    /// Host and data directory: of long ones the end is shown, in which nodes of one machine
    /// differ.
    private static String nodeName(String name) {
        String clean = ScreenText.clean(name);
        return clean.length() <= NODE_CELLS_MAX
                ? clean
                : "…" + clean.substring(clean.length() - NODE_CELLS_MAX + 1);
    }

    private String below(String text) {
        return ScreenText.cut("  " + text, cells);
    }

    private String cell(Column column, StreamRow row) {
        String text =
                switch (column) {
                    case STATE -> row.state();
                    case SIZE -> size(row.stream());
                    case AGE -> age(row.stream());
                    case HINTS -> hints(row.stream());
                    case BACKLOG ->
                            row.stream()
                                    .backlog()
                                    .map(waiting -> count(waiting.records()))
                                    .orElse(UNKNOWN);
                    case BACKLOG_BYTES ->
                            row.stream()
                                    .backlog()
                                    .map(waiting -> bytes(waiting.bytes()))
                                    .orElse(UNKNOWN);
                    case OLDEST -> row.oldestSeconds().map(WatchedTable::seconds).orElse(UNKNOWN);
                    case IN -> row.rate().map(rate -> perSecond(rate.recordsIn())).orElse(UNKNOWN);
                    case OUT ->
                            row.rate().map(rate -> perSecond(rate.recordsOut())).orElse(UNKNOWN);
                    case BYTES_IN ->
                            row.rate().map(rate -> bytes((long) rate.bytesIn())).orElse(UNKNOWN);
                    case BYTES_OUT ->
                            row.rate().map(rate -> bytes((long) rate.bytesOut())).orElse(UNKNOWN);
                    case LAST -> row.lastDeliveryShort();
                };
        String cell =
                isText(column)
                        ? ScreenText.left(ScreenText.clean(text), column.cells)
                        : ScreenText.right(text, column.cells);
        if (column != Column.STATE) {
            return cell;
        }
        return row.isTroubled() ? console.bad(cell) : cell;
    }

    private static String size(ServerStatus.Stream stream) {
        return stream.buffered()
                .map(open ->
                        bar((double) open.bytes() / Math.max(1, stream.sizeHintBytes()))
                                + " "
                                + bytes(open.bytes()))
                .orElse(UNKNOWN);
    }

    private static String age(ServerStatus.Stream stream) {
        double seconds = stream.bufferAgeSeconds().orElse(0.0);
        return stream.buffered()
                .map(_ ->
                        bar(seconds / Math.max(1, stream.intervalSeconds()))
                                + " "
                                + seconds(seconds))
                .orElse(UNKNOWN);
    }

    private static String hints(ServerStatus.Stream stream) {
        return bytes(stream.sizeHintBytes()) + " " + stream.intervalSeconds() + "s";
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.clamp(part, 0, 1) * BAR_CELLS);
        return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
    }

    /// `0`, `1023`, `7.4K`, `128M`: at most five characters.
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return String.valueOf(bytes);
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 9.95 ? "%.1f" : "%.0f", amount)
                + "KMGTPE".charAt(unit);
    }

    /// `12,345`, `1.2M`: at most seven characters.
    static String count(long count) {
        if (count < 1_000_000) {
            return String.format(Locale.ROOT, "%,d", count);
        }
        double amount = count / 1e6;
        return amount < 1000
                ? String.format(Locale.ROOT, "%.1fM", amount)
                : String.format(Locale.ROOT, "%.1fG", amount / 1000);
    }

    /// `0`, `0.5`, `1,204`, `252k`: at most six characters.
    static String perSecond(double rate) {
        if (rate < 0.05) {
            return "0";
        }
        if (rate < 9.95) {
            return String.format(Locale.ROOT, "%.1f", rate);
        }
        return rate < 10_000
                ? String.format(Locale.ROOT, "%,.0f", rate)
                : rate < 1e6
                        ? String.format(Locale.ROOT, "%.0fk", rate / 1e3)
                        : String.format(Locale.ROOT, "%.1fM", rate / 1e6);
    }

    /// `12s`, `3m`, `2h`, `4d`.
    static String seconds(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + "s";
        }
        if (whole < 7200) {
            return whole / 60 + "m";
        }
        return whole < 172_800 ? whole / 3600 + "h" : whole / 86_400 + "d";
    }
}
