package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Interruption;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.GoodRows;
import io.hydrant.cli.send.KeptProgress;
import io.hydrant.cli.send.ProgressFile;
import io.hydrant.cli.send.RowListener;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.send.SendRun;
import io.hydrant.cli.send.StreamIdentity;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.SendingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// `hydrant send` of files as they are: from their first row, or behind what an earlier run had
/// acknowledged, to their last.
final class SendOnce {
    private final SendOptions options;

    SendOnce(SendOptions options) {
        this.options = options;
    }

    /// @return the exit status
    int carryOut() throws IOException, InterruptedException {
        try (RowsOfFiles files = options.rows();
                Clients clients = options.connect();
                BadRows badRows = options.badRows()) {
            StreamIdentity to = new StreamSearch(options, clients).find();
            return send(files, clients, to, badRows);
        }
    }

    private int send(RowsOfFiles files, Clients clients, StreamIdentity to, BadRows badRows)
            throws IOException, InterruptedException {
        Optional<ProgressFile> kept = openProgress(clients);
        try {
            ProgressLine progress = options.progressLine();
            RowListener view = options.view(progress, badRows);
            SendRun run =
                    new SendRun(
                            options.plan(clients), clients, what(clients), to, kept, earlier(kept));
            return carryOut(run, new GoodRows(files, view), view, progress);
        } finally {
            if (kept.isPresent()) {
                kept.get().close();
            }
        }
    }

    /// Empty for what nobody asked to be kept and that cannot be: several pipes may be sent side by
    /// side, or the home may not be writable.
    private Optional<ProgressFile> openProgress(Clients clients) throws IOException {
        if (!options.isProgressAskedFor() && options.files().contains("-")) {
            return Optional.empty();
        }
        Path path = options.progressPath(clients);
        try {
            return Optional.of(ProgressFile.open(path));
        } catch (IOException | CommandFailure e) {
            if (options.isProgressAskedFor()) {
                throw e;
            }
            if (!options.json()) {
                options.console()
                        .aside(
                                "Progress is not kept, and --resume will not know of this: "
                                        + (e instanceof CommandFailure
                                                ? e.getMessage()
                                                : e.toString()));
            }
            return Optional.empty();
        }
    }

    private String what(Clients clients) {
        return String.join(", ", options.files())
                + " to "
                + options.stream()
                + " at "
                + clients.stream(options.stream()).endpoint();
    }

    /// What an earlier run kept, when this one is to go on from there.
    private Optional<KeptProgress> earlier(Optional<ProgressFile> kept) throws IOException {
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        // Also when it is not wanted: a file that is none of ours is not written over.
        Optional<KeptProgress> earlier = kept.get().read(KeptProgress::of);
        if (!options.resume()) {
            earlier.ifPresent(this::tellEarlier);
            return Optional.empty();
        }
        if (earlier.isEmpty() && !options.json()) {
            options.console()
                    .aside(
                            "No mark of an earlier run is in %s; sending from row 1."
                                    .formatted(kept.get().path()));
        }
        return earlier;
    }

    private void tellEarlier(KeptProgress found) {
        if (found.state() != KeptProgress.State.DONE
                && found.mark().records() > 0
                && !options.json()) {
            options.console()
                    .aside(
                            "An earlier run ended after %s; this one begins anew, --resume would go on."
                                    .formatted(Figures.count(found.mark().records(), "row")));
        }
    }

    private int carryOut(SendRun run, GoodRows rows, RowListener listener, ProgressLine progress)
            throws IOException, InterruptedException {
        try (Interruption _ = Interruption.stopping(run::stop)) {
            SendReport report = run.carryOut(rows, listener);
            progress.clear();
            options.summary().ended(run, report, rows.leftOut());
            return rows.leftOut() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
        } catch (SendingException e) {
            progress.clear();
            options.summary().failed(run, rows.leftOut());
            throw options.summary()
                    .refusal(
                            e,
                            "Then give the same command again with --resume: it goes on behind what is acknowledged.");
        } catch (IOException | RuntimeException e) {
            progress.clear();
            options.summary().failed(run, rows.leftOut());
            throw e;
        }
    }
}
