package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.JsonSendView;
import io.hydrant.cli.send.ProgressFile;
import io.hydrant.cli.send.RowListener;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.send.SendView;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Patience;
import io.hydrant.producer.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `hydrant send` is given, whether it sends once or follows, and what both make of it.
final class SendOptions {
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    private final Surroundings surroundings;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            required = true,
            description = "The delivery stream.")
    private String stream = "";

    @Mixin private final PaceOptions pace = new PaceOptions();

    @Option(
            names = "--on-bad-row",
            paramLabel = "fail|skip|FILE",
            defaultValue = "fail",
            description =
                    "A row that cannot be sent: fail stops there; skip leaves it out and tells; FILE also writes it to that"
                            + " CSV file, a new one, with its line and the reason. Default: ${DEFAULT-VALUE}.")
    private String onBadRow = "";

    @Option(
            names = "--resume",
            description =
                    "Go on where the same command was interrupted: what is acknowledged is not sent again. A finished one sends"
                            + " what was appended to its files since. It is refused when the stream holds fewer records than it"
                            + " must: its server lost some, as by a restore from an older backup.")
    private boolean resume;

    @Option(
            names = "--follow",
            description =
                    "Send what the files hold and then what is appended to them, until Ctrl-C; files may be rotated. Goes on by"
                            + " itself where it was. Columns without --types are text.")
    private boolean follow;

    @Option(
            names = "--progress-file",
            paramLabel = "FILE",
            description =
                    "Where to keep how far it has come. Default: a file in ~/.hydrant/sending that is the same for the same files,"
                            + " stream and server.")
    private @Nullable Path progressFile;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long a request that gets no answer, or is told to slow down, is tried again. Default: 5m; with"
                            + " --follow without end.")
    private @Nullable Duration giveUpAfter;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show bad rows, trouble and the summary only.")
    private boolean quiet;

    @Option(
            names = "--create",
            description =
                    "When the stream is missing, deploy the stack of examples/netflix/pipeline.yaml: stream, bucket, role, policy.")
    private boolean create;

    @Mixin private final ReadingOptions reading = new ReadingOptions();
    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    SendOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    /// Finds the files, too: examples lie beside the program.
    ///
    /// @throws CommandFailure when options contradict each other
    void check() {
        pace.check();
        reading.find(surroundings.console().program());
    }

    String stream() {
        return stream;
    }

    boolean follow() {
        return follow;
    }

    boolean resume() {
        return resume;
    }

    boolean create() {
        return create;
    }

    boolean json() {
        return output.json();
    }

    /// As the caller named them.
    List<String> files() {
        return reading.files();
    }

    /// The caller closes them.
    Clients connect() {
        return target.connect();
    }

    Console console() {
        return output.console();
    }

    ProgressLine progressLine() {
        return new ProgressLine(console(), surroundings.clock());
    }

    SendSummary summary() {
        return new SendSummary(console(), json(), stream);
    }

    /// The rows of all files, which have been found and checked.
    RowsOfFiles rows() throws IOException {
        return reading.rows(surroundings.console().in());
    }

    /// How files that grow are read.
    ///
    /// @throws CommandFailure when they cannot be followed
    RowsOfFiles.Reading followedReading() {
        reading.checkFollowable();
        return reading.reading();
    }

    Sending.Plan plan(Clients clients) {
        return new Sending.Plan(
                clients.stream(stream),
                pace.grouping(follow),
                pace.pace(follow),
                new Patience(
                        Patience.USUAL.first(),
                        Patience.USUAL.longest(),
                        patience(Patience.USUAL.giveUpAfter())));
    }

    /// How long a server that does not answer is waited for.
    ///
    /// @param usual of a sending that does not follow, when the caller does not say
    Duration patience(Duration usual) {
        return giveUpAfter != null ? giveUpAfter : follow ? FOR_GOOD : usual;
    }

    /// Shows what becomes of rows.
    RowListener view(ProgressLine progress, BadRows badRows) {
        return json()
                ? new JsonSendView(console(), badRows, quiet)
                : new SendView(console(), progress, badRows, detail());
    }

    private SendView.Detail detail() {
        if (quiet) {
            return SendView.Detail.QUIET;
        }
        return pace.areRowsReadable(follow)
                ? SendView.Detail.ROWS_AND_PROGRESS
                : SendView.Detail.PROGRESS;
    }

    /// Whether the caller relies on the progress that is kept.
    boolean isProgressAskedFor() {
        return resume || progressFile != null;
    }

    /// Where it is kept how far a sending has come.
    Path progressPath(Clients clients) {
        return progressFile != null
                ? progressFile
                : ProgressFile.usual(
                        surroundings.home(),
                        clients.stream(stream).endpoint().toString(),
                        stream,
                        Stream.concat(
                                        follow ? Stream.of("--follow") : Stream.empty(),
                                        reading.files().stream().map(SendOptions::absolute))
                                .toList());
    }

    private static String absolute(String file) {
        return file.equals("-") ? file : Path.of(file).toAbsolutePath().normalize().toString();
    }

    /// What is done with rows that cannot be sent. The caller closes it.
    BadRows badRows() throws IOException {
        return switch (onBadRow) {
            case "fail" -> new BadRows.Fail();
            case "skip" -> new BadRows.Skip();
            default -> {
                Path file = Path.of(onBadRow);
                checkNotAnInput(file);
                yield follow
                        ? BadRows.SetAside.behind(file)
                        : resume ? BadRows.SetAside.again(file) : BadRows.SetAside.anew(file);
            }
        };
    }

    /// It is written from its beginning.
    private void checkNotAnInput(Path setAside) throws IOException {
        for (String file : reading.files()) {
            if (!file.equals("-")
                    && Files.exists(setAside)
                    && Files.exists(Path.of(file))
                    && Files.isSameFile(setAside, Path.of(file))) {
                throw CommandFailure.wrongUsage(
                        "--on-bad-row "
                                + onBadRow
                                + " would write over the file that is to be sent.",
                        "Name another file.");
            }
        }
    }
}
