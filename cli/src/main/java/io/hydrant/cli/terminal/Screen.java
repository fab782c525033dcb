package io.hydrant.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/// The whole terminal, while something is shown that changes: on the alternate screen, so that what
/// was there before comes back, and without a cursor. Only rows that changed are drawn. Used by one
/// thread, but for [#close].
public final class Screen implements AutoCloseable {
    private static final String CSI = "\u001b[";

    /// Another screen, no cursor, and rows that are too long do not flow over.
    private static final String BEGIN = CSI + "?1049h" + CSI + "?25l" + CSI + "?7l";

    private static final String END = CSI + "?7h" + CSI + "?25h" + CSI + "?1049l";

    private final PrintStream out;
    private List<String> shown = List.of();
    private Terminal.Size size = new Terminal.Size(0, 0);
    private boolean isOpen;

    public Screen(PrintStream out) {
        this.out = out;
    }

    public synchronized void open() {
        isOpen = true;
        out.print(BEGIN);
        out.flush();
    }

    /// The next frame is drawn whole: somebody else may have written meanwhile.
    public void forget() {
        size = new Terminal.Size(0, 0);
    }

    /// Shows these rows, from the top. Each must fit.
    public synchronized void show(List<String> rows, Terminal.Size now) {
        if (!isOpen) {
            return;
        }
        StringBuilder changes = new StringBuilder();
        if (!now.equals(size)) {
            changes.append(CSI).append("2J");
            shown = List.of();
            size = now;
        }
        int count = Math.min(rows.size(), now.rows());
        for (int row = 0; row < Math.max(count, shown.size()); row++) {
            String text = row < count ? rows.get(row) : "";
            if (row >= shown.size() || !shown.get(row).equals(text)) {
                changes.append(CSI)
                        .append(row + 1)
                        .append(";1H")
                        .append(text)
                        .append(CSI)
                        .append("K");
            }
        }
        shown = List.copyOf(rows.subList(0, count));
        if (!changes.isEmpty()) {
            out.print(changes);
            out.flush();
        }
    }

    /// Once is enough; whoever comes first.
    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            out.print(END);
            out.flush();
        }
    }
}
