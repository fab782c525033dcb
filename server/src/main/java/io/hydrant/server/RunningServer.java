package io.hydrant.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The server that runs with a data directory, as the file `running` in it says:
///
///     process = 1234
///     since = 2026-11-27T07:03:44.120Z     when that process began
///     endpoint = http://127.0.0.1:4567     once it answers
///
/// For people, and for the programs of this machine that ask where it is. No promise rests on it: it
/// may be missing, and it may be of a server that was killed, or of one on another machine.
///
/// @param endpoint where it answers, once it does
public record RunningServer(long process, Optional<URI> endpoint) {
    private static final System.Logger LOG = System.getLogger(RunningServer.class.getName());
    private static final String NAME = "running";

    /// Empty when none runs on this machine, as far as can be seen.
    public static Optional<RunningServer> in(Path data) {
        try {
            Map<String, String> values =
                    Files.readAllLines(data.resolve(NAME)).stream()
                            .map(line -> line.split(" = ", 2))
                            .filter(pair -> pair.length == 2)
                            .collect(
                                    Collectors.toMap(
                                            pair -> pair[0], pair -> pair[1], (a, b) -> b));
            long process = Long.parseLong(values.getOrDefault("process", ""));
            boolean isSame = since(process).equals(Optional.ofNullable(values.get("since")));
            return isSame
                    ? Optional.of(
                            new RunningServer(
                                    process,
                                    Optional.ofNullable(values.get("endpoint")).map(URI::create)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException unknown) {
            LOG.log(Level.DEBUG, "No server is known in " + data, unknown);
            return Optional.empty();
        }
    }

    /// When a process began: another may have had its number before.
    private static Optional<String> since(long process) {
        return ProcessHandle.of(process)
                .flatMap(handle -> handle.info().startInstant())
                .map(String::valueOf);
    }

    /// As a sentence's end has it: ` (process 1234, at http://127.0.0.1:4567)`.
    String text() {
        return " (process " + process + endpoint.map(where -> ", at " + where).orElse("") + ")";
    }

    /// Says that it is this process.
    static void note(Path data, Optional<URI> endpoint) {
        long process = ProcessHandle.current().pid();
        StringBuilder text = new StringBuilder("process = " + process + "\n");
        since(process).ifPresent(since -> text.append("since = ").append(since).append('\n'));
        endpoint.ifPresent(where -> text.append("endpoint = ").append(where).append('\n'));
        Path file = data.resolve(NAME);
        Path fresh = data.resolve(NAME + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OwnersOnly.ofFile(fresh));
            Files.writeString(fresh, text, StandardOpenOption.WRITE);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Where this server answers is not written into " + file, e);
        }
    }

    static void forget(Path data) {
        for (String name : Set.of(NAME, NAME + ".new")) {
            try {
                Files.deleteIfExists(data.resolve(name));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "{0} in {1} stays", name, data);
            }
        }
    }
}
