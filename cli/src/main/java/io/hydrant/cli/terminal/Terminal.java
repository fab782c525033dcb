package io.hydrant.cli.terminal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The terminal before which somebody sits: how large it is, and its keys as they are pressed.
/// Asked by `stty`, which every Unix has; Java itself cannot.
public final class Terminal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Terminal.class.getName());
    private static final File DEVICE = new File("/dev/tty");

    /// What is taken when the terminal does not tell.
    private static final Size USUAL = new Size(24, 80);

    public record Size(int rows, int columns) {}

    private Optional<String> before = Optional.empty();

    /// Keys come one by one and are not shown from now on. Ctrl-C does what it always does; Ctrl-Z
    /// does nothing, since a screen that is left behind helps nobody.
    public synchronized void takeKeys() {
        before = stty("-g").map(String::strip).filter(state -> !state.isEmpty());
        if (before.isPresent()) {
            takeKeysAgain();
        }
    }

    /// After another program had the terminal, such as the shell.
    public void takeKeysAgain() {
        stty("-icanon", "-echo", "min", "1", "time", "0", "susp", "undef");
    }

    /// Asked anew each time: windows are resized.
    public Size size() {
        Optional<String> told = stty("size").map(String::strip);
        if (told.isEmpty() || !told.get().matches("\\d{1,5} \\d{1,5}")) {
            return USUAL;
        }
        String[] numbers = told.get().split(" ", -1);
        Size size = new Size(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        return size.rows() > 0 && size.columns() > 0 ? size : USUAL;
    }

    /// What is typed. Closed by its reader.
    public InputStream keys() throws IOException {
        return new FileInputStream(DEVICE);
    }

    /// The keyboard is as it was before.
    @Override
    public synchronized void close() {
        before.ifPresent(this::stty);
        before = Optional.empty();
    }

    /// What it prints; empty when it cannot.
    private Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(Arrays.asList(arguments));
        try {
            Process stty =
                    new ProcessBuilder(command)
                            .redirectInput(DEVICE)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String printed =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return stty.onExit().join().exitValue() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "No stty", e);
            return Optional.empty();
        }
    }
}
