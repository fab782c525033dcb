package io.hydrant.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;

/// The three streams of the program, and whether a person sits before them. On a terminal there are
/// colours and a line that changes in place; otherwise there are plain lines.
///
/// @param columns how wide the terminal is, in characters
/// @param program as its user calls it
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        boolean coloured,
        int columns,
        Program program) {
    private static final int USUAL_COLUMNS = 100;

    /// The process's own. The launcher tells whether standard output is a terminal, since Java
    /// cannot ask for one stream alone.
    public static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("hydrant.terminal");
        boolean colourWanted = System.getenv("NO_COLOR") == null;
        int columns = Integer.getInteger("hydrant.columns", USUAL_COLUMNS);
        return new Console(
                System.in,
                System.out,
                System.err,
                terminal,
                terminal && colourWanted,
                columns > 0 ? columns : USUAL_COLUMNS,
                Program.ofProcess());
    }

    public Console withColour(boolean wanted) {
        return new Console(in, out, err, interactive, wanted, columns, program);
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public void line(String format, Object... values) {
        line(format.formatted(values));
    }

    /// A line that names commands of this program, to be pasted.
    public void hint(String text) {
        line(program.in(text));
    }

    /// Something beside the result: shown to people, kept out of what a script reads.
    public void aside(String text) {
        err.println(text);
        err.flush();
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String faint(String text) {
        return styled("2", text);
    }

    public String good(String text) {
        return styled("32", text);
    }

    public String bad(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
