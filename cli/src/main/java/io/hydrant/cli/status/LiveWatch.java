package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.Screen;
import io.hydrant.cli.terminal.ScreenText;
import io.hydrant.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A watch on a terminal: a table that changes in place, over the whole screen.
public final class LiveWatch implements WatchView {
    private static final System.Logger LOG = System.getLogger(LiveWatch.class.getName());

    /// More than one screen holds, so that one can turn over pages at once.
    private static final int STREAMS_MIN = 200;

    /// Without an answer for so long, and the time between two, it is said.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// A process that was stopped and goes on finds another screen.
    private static final Duration LONG_PAUSE = Duration.ofSeconds(4);

    /// With less room the time is left out.
    private static final int NARROW = 20;

    private static final String KEYS = "q quit  ↑ ↓ space scroll  s ";

    private final Console console;
    private final InstantSource clock;
    private final StatusSource source;
    private final String whom;
    private final Duration every;
    private final Screen screen;
    private final Terminal terminal = new Terminal();
    private final StreamRates rates = new StreamRates();

    private Terminal.Size size = new Terminal.Size(24, 80);
    private List<StreamRow> rows = List.of();
    private Optional<ServerStatus> last = Optional.empty();
    private long answeredNanos;
    private long drawnNanos;
    private Optional<String> failure = Optional.empty();
    private boolean byName;
    private int first;
    private int shown;

    /// @param whom it asks, as people are told
    public LiveWatch(
            Console console,
            InstantSource clock,
            StatusSource source,
            String whom,
            Duration every) {
        this.console = console;
        this.clock = clock;
        this.source = source;
        this.whom = whom;
        this.every = every;
        this.screen = new Screen(console.out());
    }

    @Override
    public int limit() {
        return Math.max(STREAMS_MIN, first + 2 * size.rows());
    }

    @Override
    public void open(Consumer<Key> keys) {
        terminal.takeKeys();
        screen.open();
        size = terminal.size();
        drawnNanos = System.nanoTime();
        Thread.ofPlatform().daemon().name("keys").start(() -> read(keys));
    }

    private void read(Consumer<Key> keys) {
        try (InputStream pressed = terminal.keys()) {
            for (Optional<Key> key = Key.next(pressed); key.isPresent(); key = Key.next(pressed)) {
                keys.accept(key.get());
            }
            keys.accept(Key.QUIT);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "No keys", e); // Ctrl-C is left
        }
    }

    @Override
    public boolean answered(ServerStatus answer, long nanos) {
        rates.add(answer, nanos);
        last = Optional.of(answer);
        answeredNanos = nanos;
        failure = Optional.empty();
        return draw();
    }

    @Override
    public boolean failed(String reason) {
        failure = Optional.of(ScreenText.clean(reason));
        return draw();
    }

    @Override
    public boolean looked() {
        return draw();
    }

    @Override
    public boolean pressed(Key key) {
        int page = Math.max(1, shown - 1);
        switch (key) {
            case QUIT -> {
                return false;
            }
            case UP -> first--;
            case DOWN -> first++;
            case PAGE_UP -> first -= page;
            case PAGE_DOWN -> first += page;
            case TOP -> first = 0;
            case SORT -> {
                byName = !byName;
                first = 0;
            }
            case REDRAW -> screen.forget();
        }
        return draw();
    }

    private boolean draw() {
        long now = System.nanoTime();
        if (now - drawnNanos > LONG_PAUSE.toNanos()) {
            terminal.takeKeysAgain();
            screen.forget();
        }
        drawnNanos = now;
        size = terminal.size();
        last.ifPresent(answer -> screen.show(lines(answer, now), size));
        return !console.out().checkError();
    }

    private List<String> lines(ServerStatus answer, long now) {
        rows = StreamRow.of(answer, rates, byName ? StreamRow.BY_NAME : StreamRow.BY_NEED);
        first = Math.clamp(first, 0, Math.max(0, rows.size() - 1));
        List<String> lines = new ArrayList<>();
        lines.add(head(answer));
        silence(now)
                .ifPresent(text -> lines.add(console.bad(ScreenText.cut(text, size.columns()))));
        WatchedTable table = new WatchedTable(console, size.columns(), rows, source.hasFigures());
        if (!rows.isEmpty()) {
            lines.add(table.heading());
        }
        lines.addAll(body(table, size.rows() - lines.size() - 1));
        while (lines.size() < size.rows() - 1) {
            lines.add("");
        }
        if (size.rows() > 1) {
            lines.add(console.faint(foot(answer)));
        }
        return lines;
    }

    /// `http://127.0.0.1:4566 12 streams, 1 in trouble 22:10:05`
    private String head(ServerStatus answer) {
        String time = StreamRow.time(clock.instant());
        String text = ScreenText.clean(whom) + "  " + AllStreams.of(answer);
        int left = size.columns() - time.length() - 2;
        return left < NARROW
                ? ScreenText.cut(text, size.columns())
                : ScreenText.left(text, left) + "  " + time;
    }

    /// That there is no answer, since when, and why if that is known.
    private Optional<String> silence(long now) {
        Duration since = Duration.ofNanos(now - answeredNanos);
        if (failure.isEmpty() && since.compareTo(every.plus(PATIENCE)) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                "no answer for %s, trying again%s"
                        .formatted(
                                Figures.duration(Duration.ofSeconds(since.toSeconds())),
                                failure.map(reason -> ": " + reason).orElse("")));
    }

    /// As many streams as there is room for, each with what it has to say.
    private List<String> body(WatchedTable table, int room) {
        int all =
                rows.stream().mapToInt(row -> table.lines(row, true).size()).limit(room + 1).sum();
        boolean roomy = all <= room && rows.size() <= room;
        List<String> lines = new ArrayList<>();
        shown = 0;
        for (StreamRow row : rows.subList(first, rows.size())) {
            List<String> more = table.lines(row, roomy);
            if (lines.size() + more.size() > room) {
                break;
            }
            lines.addAll(more);
            shown++;
        }
        return lines;
    }

    private String foot(ServerStatus answer) {
        long after = answer.total() - first - shown;
        String keys = KEYS + (byName ? "by need" : "by name");
        String place =
                (first > 0 ? Figures.count(first) + " before, " : "")
                        + (after > 0 ? AllStreams.more(after) : "");
        String separator = place.isEmpty() ? "" : "  ";
        return ScreenText.cut(place + separator + keys, size.columns());
    }

    @Override
    public void close() {
        screen.close();
        terminal.close();
    }
}
