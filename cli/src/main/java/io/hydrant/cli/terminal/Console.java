package io.hydrant.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /// What [#styled] writes. Nothing else that a terminal obeys is printed.
    private static final Pattern OWN_STYLE = Pattern.compile("\\x1b\\[(?:[012]|3[12])m");

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

    /// On a terminal without what it would obey: keys, messages and rows are written by strangers.
    /// A script gets the very text.
    public void line(String text) {
        out.println(interactive ? harmless(text) : text);
        out.flush();
    }

    private String harmless(String text) {
        if (!coloured) {
            return ScreenText.harmless(text, true);
        }
        StringBuilder shown = new StringBuilder(text.length());
        Matcher style = OWN_STYLE.matcher(text);
        int from = 0;
        while (style.find()) {
            shown.append(ScreenText.harmless(text.substring(from, style.start()), true))
                    .append(style.group());
            from = style.end();
        }
        return shown.append(ScreenText.harmless(text.substring(from), true)).toString();
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
        err.println(harmless(text));
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
