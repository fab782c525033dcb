package io.hydrant.cli;

import io.hydrant.cli.demo.Demo;
import io.hydrant.cli.demo.DemoServer;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.send.OutgoingRow;
import io.hydrant.cli.send.RowSource;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.stack.NetflixPipeline;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Input;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.cli.terminal.Program;
import io.hydrant.producer.Pace;
import io.hydrant.producer.Sending;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant demo`: the whole pipeline, from a template to a check of the objects, on a server of
/// its own.
@Command(
        name = "demo",
        header = "The whole pipeline in one command, on a server of its own.",
        sortOptions = false,
        description = {
            "Starts a server, deploys the template, sends the rows while showing each of them and how far the buffer has filled,"
                    + " waits for the delivery, shows the objects, and checks that every row is in them exactly once.",
            "",
            "Rows of FILE that cannot be sent are left out and told; `hydrant send` has options for other encodings and formats.",
            "",
            "With no FILE it sends 120 films that come with the program, two a second, and takes about two minutes: one of"
                    + " sending, and up to one until the buffer's 60 seconds are over."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant demo",
            "  hydrant demo --max -p BufferingIntervalInSeconds=5        # over in ten seconds",
            "  hydrant demo movies-netflix.zip --max",
            "  hydrant demo examples/netflix/films.csv --rows 20 --every 2s --data ./demo"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration READABLE_PAUSE = Duration.ofMillis(20);

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "A .csv, .csv.gz, .csv.zst or .zip with three columns: MovieID, YearOfRelease, Title.")
    private @Nullable String file;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "500ms",
            description = "The pause between rows. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    @Option(names = "--max", description = "As fast as the stream takes it, in batches.")
    private boolean max;

    @Option(names = "--rows", paramLabel = "N", description = "Send the first N rows only.")
    private long rows = Long.MAX_VALUE;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "A template of your own with one delivery stream. Default: examples/netflix/pipeline.yaml.")
    private @Nullable Path template;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "KEY=VALUE",
            description = "A parameter of the template; once for each.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where the server keeps its state; it stays. Default: a temporary folder that goes.")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keep the temporary folder.")
    private boolean keep;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "The server's port. Default: any free one.")
    private int port;

    @Mixin private final OutputOptions output;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw CommandFailure.wrongUsage(
                    port + " is no port.",
                    "Give --port 1 to 65535, or leave it out for any free one.");
        }
        if (rows < 1) {
            throw CommandFailure.wrongUsage("--rows is how many rows to send.", "Give 1 or more.");
        }
        if (file != null) {
            file = program().found(Path.of(file)).toString();
        }
        if (file != null && !Files.exists(Path.of(file))) {
            throw new NoSuchFileException(file);
        }
        String text =
                template == null
                        ? NetflixPipeline.template()
                        : TemplateFile.text(template, program());
        long total = count();
        NamedFolder.check(data);
        Path folder = data == null ? Files.createTempDirectory("hydrant-demo-") : data;
        try (DemoServer server = start(folder);
                RowsOfFiles source = open()) {
            Demo.Script script =
                    new Demo.Script(
                            text,
                            parameters,
                            file == null ? "the films that come with the program" : file,
                            limited(source),
                            total,
                            max ? Sending.Grouping.PARALLEL_BATCHES : Sending.Grouping.ONE_BY_ONE,
                            max ? Pace.asFastAsPossible() : Pace.every(every),
                            !max && every.compareTo(READABLE_PAUSE) >= 0);
            Demo demo = new Demo(server, output.console(), surroundings.clock());
            return demo.play(script) ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
        }
    }

    private DemoServer start(Path folder) throws IOException {
        try {
            return DemoServer.start(
                    folder.toAbsolutePath().normalize(), port, data == null && !keep);
        } catch (IOException e) {
            UnusablePort own = new UnusablePort(InetAddress.getLoopbackAddress(), port);
            Optional<CommandFailure> unusable =
                    own.failure(e, "--port; without --port the demo takes any free one");
            if (unusable.isPresent()) {
                throw unusable.get();
            }
            throw e;
        }
    }

    private Program program() {
        return output.console().program();
    }

    /// The rows that can be sent, read once beforehand: the demo tells how many are left.
    private long count() throws IOException {
        long count = 0;
        try (RowsOfFiles source = open()) {
            while (count < rows) {
                try {
                    if (source.next().isEmpty()) {
                        return count;
                    }
                    count++;
                } catch (BadRow bad) {
                    // Told when its turn comes.
                }
            }
        }
        return count;
    }

    private RowsOfFiles open() throws IOException {
        InputStream films = file == null ? NetflixPipeline.films() : InputStream.nullInputStream();
        String name = file == null ? InputFinder.STANDARD_INPUT : file;
        List<Input> inputs = new InputFinder(films, Optional.empty()).find(List.of(name));
        return new RowsOfFiles(inputs, RowsOfFiles.Reading.USUAL);
    }

    private RowSource limited(RowSource source) {
        return new RowSource() {
            private long left = rows;

            @Override
            public Optional<OutgoingRow> next() throws IOException, BadRow {
                if (left == 0) {
                    return Optional.empty();
                }
                Optional<OutgoingRow> next = source.next();
                left--;
                return next;
            }
        };
    }
}
