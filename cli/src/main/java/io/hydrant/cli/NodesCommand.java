package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.status.NodesView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hydrant nodes`: lists the nodes that share the streams.
@Command(
        name = "nodes",
        header = "List the nodes of a cluster: which delivers how much.",
        sortOptions = false,
        description = {
            "Lists the servers that share their streams, whichever of them is asked: where each answers, how many streams it"
                    + " delivers, what waits in these, its version, and when it was heard of. One that was not heard of for ten"
                    + " seconds is gone: its streams go on at the others. It is forgotten after a day; one that was stopped in order"
                    + " leaves the list at once. The key needs firehose:DescribeDeliveryStream on all streams."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant nodes",
            "  hydrant nodes --json",
            "",
            "Exit status: 0 all of them are there, 1 some are gone, or there is no answer."
        })
final class NodesCommand implements Callable<Integer> {
    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    NodesCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        try (Clients clients = target.connect()) {
            if (clients.target().isAws()) {
                throw CommandFailure.wrongUsage(
                        "AWS does not tell of its machines.", "nodes works on Hydrant servers.");
            }
            ServerStatus status = clients.pages().neediest(1);
            if (status.cluster().isEmpty()) {
                return none(status);
            }
            NodesView view = new NodesView(output.console());
            if (output.json()) {
                view.tellProgram(status.cluster().get());
            } else {
                view.tellPeople(status.cluster().get());
            }
            return status.cluster().get().gone() == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    private int none(ServerStatus status) {
        if (!status.complete()) {
            throw new CommandFailure(
                    "This key may not see the nodes.",
                    "Seeing them needs firehose:DescribeDeliveryStream on all streams.");
        }
        if (!output.json()) {
            output.console()
                    .line(
                            "This server is by itself. Servers with the same --kafka, --database and --s3-endpoint share their streams.");
        }
        return ExitStatus.DONE;
    }
}
