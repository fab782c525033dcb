package io.hydrant.cli;

import io.hydrant.cli.client.BackupState;
import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hydrant backup`: has a running server copy its state into a folder of its machine.
@Command(
        name = "backup",
        header = "Take a consistent copy of a running server's state.",
        sortOptions = false,
        description = {
            "Has a running server copy its state into a folder: streams with the records that wait, buckets with all objects, users,"
                    + " roles, policies, stacks, and the root key. Records and objects are taken meanwhile; deliveries rest while the"
                    + " logs are copied. The folder is one of the server's machine, and only the root key may ask for it.",
            "",
            "What was acknowledged before the backup began is in it. To restore it, stop the server, move its data directory away,"
                    + " and copy the backup there:",
            "  mv ~/.hydrant OLD && cp -a BACKUP ~/.hydrant",
            "A server started from the copy goes on from there: every record that waits in it is delivered once.",
            "",
            "What came after the backup is not in it: send it again, without --resume. Where `hydrant send` runs on this machine, its"
                    + " marks lie in ~/.hydrant/sending and are in no backup. The mv of a restore moves them away with the rest; move"
                    + " them back, for --resume and --follow to go on from them:",
            "  mv OLD/sending ~/.hydrant/",
            "Or keep marks elsewhere from the start: hydrant send --progress-file FILE."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant backup --to /mnt/backup/hydrant-1",
            "  hydrant serve --data /mnt/backup/hydrant-1 --listen 127.0.0.1:0      # to look whether it is whole"
        })
final class BackupCommand implements Callable<Integer> {
    private static final Duration ASK_EVERY = Duration.ofMillis(200);

    private final Surroundings surroundings;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "A folder that is not there yet, or empty. Best on another disk.")
    private Path to = Path.of("");

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    BackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = to.toAbsolutePath().normalize();
        try (Clients clients = target.connect()) {
            if (clients.target().isAws()) {
                throw CommandFailure.wrongUsage(
                        "There is no backup of AWS.",
                        "backup copies the state of a Hydrant server.");
            }
            BackupState state = clients.pages().beginBackup(folder);
            ProgressLine progress = new ProgressLine(output.console(), surroundings.clock());
            while (state.isRunning()) {
                if (!output.json()) {
                    BackupState now = state;
                    progress.update(
                            () -> now.doing() + ", " + Figures.bytes(now.bytes()) + " so far");
                }
                Thread.sleep(ASK_EVERY);
                state = clients.pages().backup();
            }
            progress.clear();
            return tell(state, folder);
        }
    }

    private int tell(BackupState state, Path folder) {
        Console console = output.console();
        if (!state.isDone()) {
            throw new CommandFailure(
                    "The backup failed: " + state.reason(),
                    "What is in "
                            + folder
                            + " is not whole; no server starts with it. Delete it and try again.");
        }
        if (output.json()) {
            console.line(state.json());
            return ExitStatus.DONE;
        }
        console.line(
                "%s in %s: %s, %s"
                        .formatted(
                                Figures.bytes(state.bytes()),
                                folder,
                                Figures.count(state.blobs(), "object file"),
                                Figures.count(state.logs(), "log")));
        console.line(
                "The copy holds every secret of the data directory; a master key that is elsewhere (--master-key-file, a passphrase) is not among them.");
        console.line("To restore it: stop the server, move its data directory away, then");
        console.line("  cp -a " + ShellWord.of(folder) + " DATA");
        console.hint(
                "What comes from now on is not in it; `hydrant backup --help` tells about the marks of `hydrant send --resume`.");
        return ExitStatus.DONE;
    }
}
