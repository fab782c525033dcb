package io.hydrant.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// One line that tells how far something has come. On a terminal it changes in place below the
/// lines that are printed meanwhile; elsewhere it is printed as a plain line now and then. Not for
/// use from several threads.
public final class ProgressLine {
    /// Often enough to seem alive, seldom enough to cost nothing.
    private static final Duration REDRAW_EVERY = Duration.ofMillis(100);

    /// A log that is read later needs few of them.
    private static final Duration PRINT_EVERY = Duration.ofSeconds(10);

    private final Console console;
    private final InstantSource clock;
    private Instant lastShown;
    private String shown = "";

    public ProgressLine(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
        this.lastShown = console.interactive() ? Instant.MIN : clock.instant();
    }

    /// Shows the text unless the line was shown just now.
    public void update(String text) {
        update(() -> text);
    }

    /// Shows the text, which is only made when the line was not shown just now.
    public void update(Supplier<String> text) {
        Instant now = clock.instant();
        Duration pause = console.interactive() ? REDRAW_EVERY : PRINT_EVERY;
        if (now.isBefore(lastShown.equals(Instant.MIN) ? now : lastShown.plus(pause))) {
            return;
        }
        lastShown = now;
        if (console.interactive()) {
            draw(text.get());
        } else {
            console.line(text.get());
        }
    }

    /// Prints a line that stays, above this one.
    public void above(String line) {
        String below = shown;
        clear();
        console.line(line);
        if (!below.isEmpty()) {
            draw(below);
        }
    }

    /// Takes the line away; what was printed above it stays.
    public void clear() {
        if (!shown.isEmpty()) {
            console.out().print("\r\u001b[K");
            console.out().flush();
            shown = "";
        }
    }

    private void draw(String text) {
        String fitting =
                text.length() < console.columns()
                        ? text
                        : text.substring(0, Math.max(0, console.columns() - 1));
        console.out().print("\r\u001b[K" + fitting);
        console.out().flush();
        shown = fitting;
    }
}
