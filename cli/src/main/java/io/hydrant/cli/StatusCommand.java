package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.status.DescribedStreams;
import io.hydrant.cli.status.NodesView;
import io.hydrant.cli.status.StatusView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant status`: shows delivery streams, with their buffers, backlog and last error.
@Command(
        name = "status",
        header = "Show streams: buffers filling, backlog, last delivery, last error.",
        sortOptions = false,
        description = {
            "Shows the delivery streams: how far each buffer has filled in bytes and seconds, what is acknowledged and not yet"
                    + " delivered, the last delivery, the last error. AWS tells less: the streams, their state and their hints."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant status",
            "  hydrant status movies-netflix --json",
            "  hydrant status --watch 5"
        })
final class StatusCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "STREAM",
            arity = "0..1",
            description = "The stream to show. Nothing: all of them.")
    private @Nullable String byItself;

    @Option(names = "--stream", paramLabel = "NAME", hidden = true)
    private @Nullable String asOption;

    @Option(
            names = {"-w", "--watch"},
            paramLabel = "SECONDS",
            arity = "0..1",
            parameterConsumer = Watching.OptionalPause.class,
            description =
                    "Show it again and again, in place on a terminal, until q or Ctrl-C; asked every so many seconds (2). `hydrant top"
                            + " --help` tells more.")
    private @Nullable Duration watch;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    private final Watching watching;

    StatusCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
        this.watching = new Watching(surroundings, target, output);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<String> stream = NamedOnce.of("--stream", asOption, byItself);
        return watch == null ? once(stream.orElse(null)) : watching.run(stream, watch);
    }

    private int once(@Nullable String stream) throws IOException {
        try (Clients clients = target.connect()) {
            StatusView view = new StatusView(output.console(), output.json());
            if (clients.target().isAws()) {
                List<String> names =
                        stream == null ? DescribedStreams.names(clients) : List.of(stream);
                names.forEach(name -> view.show(DescribedStreams.describe(clients, name)));
                return ExitStatus.DONE;
            }
            ServerStatus status =
                    stream == null ? clients.pages().status() : clients.pages().status(stream);
            List<ServerStatus.Stream> shown =
                    stream == null ? status.streams() : List.of(status.stream(stream));
            if (shown.isEmpty() && !output.json()) {
                output.console()
                        .line(
                                status.complete()
                                        ? "There are no delivery streams yet."
                                        : "There are no delivery streams that this key may see; seeing one needs firehose:DescribeDeliveryStream.");
            }
            shown.forEach(view::show);
            if (stream == null && !output.json()) {
                status.cluster().ifPresent(new NodesView(output.console())::tellPeople);
            }
            return ExitStatus.DONE;
        }
    }
}
