package io.hydrant.cli;

import io.hydrant.cli.program.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant top`: `hydrant status --watch` by another name.
@Command(
        name = "top",
        header = "Watch streams: buffers, backlog, rates, errors, as they change.",
        sortOptions = false,
        description = {
            "Shows the streams in a table that changes in place: those in trouble first, then the busiest. BUFFER and SINCE say how"
                    + " full the open buffer is, in bytes and in time, against the stream's hints; IN/S and OUT/S are records a second"
                    + " over the last ten seconds; B/S are bytes.",
            "",
            "Keys: q or Ctrl-C quits, arrows and space scroll, s sorts by name or by need, r draws anew. Not on a terminal, or with"
                    + " TERM=dumb, it prints a block of lines for every answer; with --json a line of JSON."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant top",
            "  hydrant top movies-netflix --every 1s",
            "  hydrant top --json | jq -c '.streams[0].perSecond'",
            "",
            "`hydrant status --watch` is the same. AWS tells of states and hints alone, and is asked every ten seconds."
        })
final class TopCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STREAM",
            arity = "0..1",
            description = "The stream to watch. Nothing: all of them.")
    private @Nullable String byItself;

    @Option(names = "--stream", paramLabel = "NAME", hidden = true)
    private @Nullable String asOption;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = Watching.USUAL_PAUSE,
            converter = Watching.Pause.class,
            description =
                    "How often to ask, such as 500ms, 2s or 1m; a number alone is seconds. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofSeconds(2);

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    private final Watching watching;

    TopCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
        this.watching = new Watching(surroundings, target, output);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return watching.run(NamedOnce.of("--stream", asOption, byItself), every);
    }
}
