package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `hydrant flush`: has a stream deliver now what it holds.
@Command(
        name = "flush",
        header = "Deliver now what a stream holds.",
        sortOptions = false,
        description = {
            "Has a delivery stream deliver now all that it holds, whatever its buffering hints say. It does not wait: the objects"
                    + " are there moments later, as fast as the destination takes them. Records that come after it wait for the"
                    + " hints again. The key needs hydrant:FlushDeliveryStream on the stream. AWS has no such thing."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant flush movies-netflix",
            "  hydrant status movies-netflix      # backlog 0 records: all is delivered"
        })
final class FlushCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STREAM", arity = "0..1", description = "The delivery stream.")
    private @Nullable String byItself;

    @Option(names = "--stream", paramLabel = "NAME", hidden = true)
    private @Nullable String asOption;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    FlushCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        String stream = NamedOnce.required("--stream", asOption, byItself, "flush STREAM");
        try (Clients clients = target.connect()) {
            if (clients.target().isAws()) {
                throw CommandFailure.wrongUsage(
                        "AWS delivers by the buffering hints alone.",
                        "flush works on the streams of a Hydrant server.");
            }
            clients.pages().flush(stream);
        }
        if (output.json()) {
            output.console()
                    .line(
                            JsonMapper.shared()
                                    .createObjectNode()
                                    .put("stream", stream)
                                    .put("flushing", true)
                                    .toString());
            return ExitStatus.DONE;
        }
        output.console().line(stream + " delivers now what it holds.");
        output.console()
                .hint("`hydrant status " + ShellWord.of(stream) + "` shows when all is delivered.");
        return ExitStatus.DONE;
    }
}
