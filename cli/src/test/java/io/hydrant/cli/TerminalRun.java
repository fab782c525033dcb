package io.hydrant.cli;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program as a process of its own on a terminal, which `terminal.py` makes.
final class TerminalRun implements AutoCloseable {
    private static final Pattern END =
            Pattern.compile("\n\\[ended with (-?\\d+), keyboard (as before|changed)]\n$");
    private static final Wait PATIENCE = Wait.seconds(60);

    private final Process process;

    @SuppressWarnings("JdkObsolete") // written by one thread, read by another
    private final StringBuffer output = new StringBuffer();

    private TerminalRun(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static boolean isPossible() {
        try {
            return new ProcessBuilder("python3", "-c", "import pty, termios")
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /// @param environment beside PATH
    static TerminalRun of(
            int rows, int columns, Path home, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dstdout.encoding=UTF-8",
                                "-Dhydrant.terminal=true",
                                "-Dhydrant.columns=" + columns,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.hydrant.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        return ofProgram(rows, columns, home, environment, command);
    }

    /// Any program, on the same terminal.
    static TerminalRun ofProgram(
            int rows, int columns, Path home, Map<String, String> environment, List<String> program)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "python3",
                                Path.of("src", "test", "resources", "terminal.py").toString(),
                                String.valueOf(rows),
                                String.valueOf(columns)));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(environment);
        return new TerminalRun(builder.start());
    }

    private void read() {
        // By a reader: a chunk of bytes may end within a character.
        try (Reader reader =
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] chunk = new char[8192];
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                output.append(chunk, 0, count);
            }
        } catch (IOException e) {
            output.append(e);
        }
    }

    /// All that it has printed so far.
    String output() {
        return output.toString();
    }

    /// Waits until something is printed after that many characters.
    void awaitOutput(int from, String text) {
        PATIENCE.until(
                "\"" + text + "\" on the terminal",
                this::output,
                printed -> printed.length() > from && printed.substring(from).contains(text));
    }

    /// Gives an order to the terminal: `type q`, `size 10 40`, `signal TERM`.
    void order(String line) throws IOException {
        OutputStream orders = process.getOutputStream();
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    /// How it ended, once it has.
    record Ended(int status, boolean keyboardAsBefore, String output) {}

    Ended ended() {
        String all =
                PATIENCE.until("its end", this::output, printed -> END.matcher(printed).find());
        Matcher end = END.matcher(all);
        if (!end.find()) {
            throw new IllegalStateException(all);
        }
        return new Ended(
                Integer.parseInt(end.group(1)),
                end.group(2).equals("as before"),
                all.substring(0, end.start()));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
