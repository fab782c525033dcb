package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.follow.Following;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Interruption;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.ProgressFile;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.SendingException;
import java.io.IOException;

/// `hydrant send --follow`: what files hold, and then what is appended to them, until it is
/// stopped.
final class SendFollowing {
    private final SendOptions options;

    SendFollowing(SendOptions options) {
        this.options = options;
    }

    /// @return the exit status
    int carryOut() throws IOException, InterruptedException {
        RowsOfFiles.Reading reading = options.followedReading();
        try (Clients clients = options.connect();
                BadRows badRows = options.badRows()) {
            new StreamSearch(options, clients).find();
            try (ProgressFile kept = ProgressFile.open(options.progressPath(clients))) {
                ProgressLine progress = options.progressLine();
                Following following =
                        new Following(
                                options.files(),
                                reading,
                                options.plan(clients),
                                clients,
                                kept,
                                options.view(progress, badRows));
                return carryOut(following, progress);
            }
        }
    }

    private int carryOut(Following following, ProgressLine progress)
            throws IOException, InterruptedException {
        // What is told is told before the process may end.
        try (Interruption _ = Interruption.stopping(following::stop)) {
            try {
                following.run();
            } finally {
                progress.clear();
                options.summary().followed(following.totals());
            }
        } catch (SendingException e) {
            throw options.summary()
                    .refusal(e, "Then give the same command again: it goes on from there.");
        }
        return following.totals().leftOut() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
    }
}
