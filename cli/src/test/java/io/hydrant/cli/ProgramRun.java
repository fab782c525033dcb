package io.hydrant.cli;

import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// One run of the program within the tests: what it printed and its exit status.
record ProgramRun(int status, String out, String err) {

    static ProgramRun of(Path home, Map<String, String> environment, String... arguments) {
        return of("", home, environment, arguments);
    }

    static ProgramRun of(
            String input, Path home, Map<String, String> environment, String... arguments) {
        return of(Program.ON_PATH, input, home, environment, arguments);
    }

    /// @param program as it was called
    static ProgramRun of(
            Program program,
            String input,
            Path home,
            Map<String, String> environment,
            String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = console(program, input, out, err);
        Surroundings surroundings =
                new Surroundings(console, environment, home, InstantSource.system());
        int status = HydrantProgram.run(surroundings, arguments);
        return new ProgramRun(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// What the options need to find a server: nothing is printed.
    static Surroundings surroundings(Path home, Map<String, String> environment) {
        Console silent =
                console(
                        Program.ON_PATH,
                        "",
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream());
        return new Surroundings(silent, environment, home, InstantSource.system());
    }

    private static Console console(
            Program program, String input, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100,
                program);
    }
}
