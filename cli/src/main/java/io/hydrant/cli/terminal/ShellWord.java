package io.hydrant.cli.terminal;

/// A text as one word of a command that is to be pasted into a POSIX shell.
public final class ShellWord {
    private ShellWord() {}

    /// As it stands where a shell takes it for itself, else within quotes.
    public static String of(Object value) {
        String text = value.toString();
        return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : quoted(text);
    }

    /// Within quotes: safe for every POSIX shell, whatever is in it.
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
