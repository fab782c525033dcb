package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.follow.Following;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Interruption;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.GoodRows;
import io.hydrant.cli.send.JsonSendView;
import io.hydrant.cli.send.KeptProgress;
import io.hydrant.cli.send.ProgressFile;
import io.hydrant.cli.send.RowListener;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.send.SendRun;
import io.hydrant.cli.send.SendView;
import io.hydrant.cli.send.StreamCheck;
import io.hydrant.cli.send.StreamIdentity;
import io.hydrant.cli.stack.Deployment;
import io.hydrant.cli.stack.NetflixPipeline;
import io.hydrant.cli.stack.StackView;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Backoff;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Sending;
import io.hydrant.producer.SendingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;

/// `hydrant send`: sends every row of CSV files to a delivery stream, each as one record.
@Command(
        name = "send",
        header = "Send every row of CSV files to a delivery stream.",
        sortOptions = false,
        description = {
            "Sends every row of CSV files to a delivery stream, each as one record, and shows what it read and the RecordId that"
                    + " the stream answered with.",
            "",
            "Rows: fields may be quoted, and quoted fields may hold separators and line breaks (RFC 4180). Empty lines are"
                    + " passed over. A file with three columns and neither --header nor --columns is read as MovieID,"
                    + " YearOfRelease, Title: numbers stay numbers, a missing or NULL year becomes 0, the title is kept as"
                    + " it is.",
            "",
            "Types: a column that --types does not name has the type that pandas.read_csv would find: whole numbers, decimals,"
                    + " true and false, else text, with null for what is missing. One type holds for a whole column, so a film"
                    + " called 1984 is text among texts. It is found by reading each file beforehand, up to"
                    + " 64 MiB of it, unpacked; of standard input the first 1 MiB is waited for, so declare all columns of a slow"
                    + " pipe. Unlike in pandas,"
                    + " whole numbers stay whole when some are missing, decimals keep their digits, and infinities are text, for"
                    + " JSON has none. A later row that does not fit is a bad row."
        },
        footer = {
            "",
            "Why a pause? At two rows a second one can watch the records arrive and the buffer fill: it shows a stream in near"
                    + " real time rather than a bulk load. It also stays far below what AWS grants a stream, 1,000 to 2,000"
                    + " requests a second by region, beyond which it answers \"Slow down.\" A real load wants neither: --batch sends"
                    + " 500 rows a request, --max sends batches as fast as the stream takes them.",
            "",
            "A restored server: one that was restored from a backup lacks the rows that came after the backup. --resume and --follow"
                    + " see that the stream holds too few records, and refuse to pass these rows over. They cannot see it when"
                    + " others have sent as many rows to the stream since, nor with a key that may not describe the stream. So"
                    + " after a restore send again, without --resume, what was sent after the backup.",
            "",
            "Examples:",
            "  hydrant send examples/netflix/films.csv --stream movies-netflix",
            "  hydrant send films.zip --stream movies-netflix --max",
            "  hydrant send sales.csv --stream sales --header --rate 200/s --on-bad-row bad.csv",
            "  zcat log.csv.gz | hydrant send - --stream log --columns time,host,status --batch",
            "  hydrant send films.csv --stream films --create --aws",
            "  hydrant send titles.csv --stream films --encoding ISO-8859-1 --last-column-takes-rest",
            "  hydrant send 'logs/**/*.csv.gz' --stream log --header --types host:string --default ms=0",
            "  hydrant send 'logs/app.csv*' --stream log --columns time,level,text --follow",
            "  hydrant send people.tsv --stream p --header --separator tab --template '{{id}} {{name}}'",
            "",
            "Exit status: 0 all rows acknowledged, 1 failed, 2 wrong usage, 3 some rows left out."
        })
final class SendCommand implements Callable<Integer> {
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

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

    SendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        pace.check();
        reading.find(surroundings.console().program());
        Console console = output.console();
        if (follow) {
            return follow(console);
        }
        try (RowsOfFiles files = reading.rows(surroundings.console().in());
                Clients clients = target.connect();
                BadRows badRows = badRows()) {
            return send(files, clients, prepareStream(clients, console), badRows, console);
        }
    }

    private int send(
            RowsOfFiles files, Clients clients, StreamIdentity to, BadRows badRows, Console console)
            throws IOException, InterruptedException {
        Optional<ProgressFile> kept = openProgress(clients, console);
        try {
            ProgressLine progress = new ProgressLine(console, surroundings.clock());
            Rows rows = rows(files, console, progress, badRows);
            SendRun run =
                    new SendRun(
                            plan(clients),
                            clients,
                            what(clients),
                            to,
                            kept,
                            earlier(kept, console));
            return carryOut(run, rows, progress);
        } finally {
            if (kept.isPresent()) {
                kept.get().close();
            }
        }
    }

    /// Empty for what nobody asked to be kept and that cannot be: several pipes may be sent side by
    /// side, or the home may not be writable.
    private Optional<ProgressFile> openProgress(Clients clients, Console console)
            throws IOException {
        boolean isAskedFor = resume || progressFile != null;
        if (!isAskedFor && reading.files().contains("-")) {
            return Optional.empty();
        }
        Path path = progressPath(clients);
        try {
            return Optional.of(ProgressFile.open(path));
        } catch (IOException | CommandFailure e) {
            if (isAskedFor) {
                throw e;
            }
            if (!output.json()) {
                console.aside(
                        "Progress is not kept, and --resume will not know of this: "
                                + (e instanceof CommandFailure ? e.getMessage() : e.toString()));
            }
            return Optional.empty();
        }
    }

    private int follow(Console console) throws IOException, InterruptedException {
        reading.checkFollowable();
        RowsOfFiles.Reading how = reading.reading();
        try (Clients clients = target.connect();
                BadRows badRows = badRows()) {
            prepareStream(clients, console);
            try (ProgressFile kept = ProgressFile.open(progressPath(clients))) {
                ProgressLine progress = new ProgressLine(console, surroundings.clock());
                Following following =
                        new Following(
                                reading.files(),
                                how,
                                plan(clients),
                                clients,
                                kept,
                                listener(
                                        console,
                                        progress,
                                        badRows,
                                        () -> GoodRows.Reading.UNKNOWN));
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
                summary().followed(following.totals());
            }
        } catch (SendingException e) {
            throw summary().refusal(e, "Then give the same command again: it goes on from there.");
        }
        return following.totals().leftOut() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
    }

    private Sending.Plan plan(Clients clients) {
        Duration patience = follow ? FOR_GOOD : Backoff.USUAL.giveUpAfter();
        return new Sending.Plan(
                clients.stream(stream),
                pace.grouping(follow),
                pace.pace(follow),
                new Backoff(
                        Backoff.USUAL.first(),
                        Backoff.USUAL.longest(),
                        giveUpAfter == null ? patience : giveUpAfter));
    }

    /// The rows, and who is told what becomes of them.
    private record Rows(GoodRows good, RowListener listener) {}

    private Rows rows(RowsOfFiles files, Console console, ProgressLine progress, BadRows badRows) {
        GoodRows[] good = new GoodRows[1]; // the view shows how far they are read
        RowListener listener = listener(console, progress, badRows, () -> good[0].reading());
        good[0] = new GoodRows(files, listener);
        return new Rows(good[0], listener);
    }

    private RowListener listener(
            Console console,
            ProgressLine progress,
            BadRows badRows,
            Supplier<GoodRows.Reading> howFar) {
        return output.json()
                ? new JsonSendView(console, badRows, quiet)
                : new SendView(console, progress, badRows, detail(), howFar);
    }

    private SendView.Detail detail() {
        if (quiet) {
            return SendView.Detail.QUIET;
        }
        return pace.areRowsReadable(follow)
                ? SendView.Detail.ROWS_AND_PROGRESS
                : SendView.Detail.PROGRESS;
    }

    private Path progressPath(Clients clients) {
        return progressFile != null
                ? progressFile
                : ProgressFile.usual(
                        surroundings.home(),
                        clients.stream(stream).endpoint().toString(),
                        stream,
                        Stream.concat(
                                        follow ? Stream.of("--follow") : Stream.empty(),
                                        reading.files().stream().map(SendCommand::absolute))
                                .toList());
    }

    private static String absolute(String file) {
        return file.equals("-") ? file : Path.of(file).toAbsolutePath().normalize().toString();
    }

    private String what(Clients clients) {
        return String.join(", ", reading.files())
                + " to "
                + stream
                + " at "
                + clients.stream(stream).endpoint();
    }

    /// What an earlier run kept, when this one is to go on from there.
    private Optional<KeptProgress> earlier(Optional<ProgressFile> kept, Console console)
            throws IOException {
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        // Also when it is not wanted: a file that is none of ours is not written over.
        Optional<KeptProgress> earlier = kept.get().read(KeptProgress::of);
        if (!resume) {
            earlier.ifPresent(found -> tellEarlier(found, console));
            return Optional.empty();
        }
        if (earlier.isEmpty() && !output.json()) {
            console.aside(
                    "No mark of an earlier run is in %s; sending from row 1."
                            .formatted(kept.get().path()));
        }
        return earlier;
    }

    private void tellEarlier(KeptProgress found, Console console) {
        if (found.state() != KeptProgress.State.DONE
                && found.mark().records() > 0
                && !output.json()) {
            console.aside(
                    "An earlier run ended after %s; this one begins anew, --resume would go on."
                            .formatted(Figures.count(found.mark().records(), "row")));
        }
    }

    /// A follower waits for a server that is not there yet, and so does who says how long.
    private StreamIdentity prepareStream(Clients clients, Console console)
            throws IOException, InterruptedException {
        Duration patience = giveUpAfter != null ? giveUpAfter : follow ? FOR_GOOD : Duration.ZERO;
        long start = System.nanoTime();
        boolean isTold = false;
        while (true) {
            try {
                return findStream(clients, console);
            } catch (SdkClientException e) {
                if (!Failures.isUnreachable(e) || System.nanoTime() - start >= patience.toNanos()) {
                    throw e;
                }
                if (!isTold) {
                    console.aside(
                            "Nothing answers at %s; waiting for it."
                                    .formatted(clients.stream(stream).endpoint()));
                    isTold = true;
                }
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    private StreamIdentity findStream(Clients clients, Console console)
            throws IOException, InterruptedException {
        StreamCheck check = new StreamCheck(clients);
        if (create && !check.exists(stream)) {
            Deployment.Wish wish = NetflixPipeline.wishFor(stream);
            new Deployment(clients, new StackView(console, output.json())).carryOut(wish);
        }
        return check.ready(stream);
    }

    private SendSummary summary() {
        return new SendSummary(output.console(), output.json(), stream);
    }

    private int carryOut(SendRun run, Rows rows, ProgressLine progress)
            throws IOException, InterruptedException {
        try (Interruption _ = Interruption.stopping(run::stop)) {
            SendReport report = run.carryOut(rows.good(), rows.listener());
            progress.clear();
            summary().ended(run, report, rows.good().leftOut());
            return rows.good().leftOut() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
        } catch (SendingException e) {
            progress.clear();
            summary().failed(run, rows.good().leftOut());
            throw summary()
                    .refusal(
                            e,
                            "Then give the same command again with --resume: it goes on behind what is acknowledged.");
        } catch (IOException | RuntimeException e) {
            progress.clear();
            summary().failed(run, rows.good().leftOut());
            throw e;
        }
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

    private BadRows badRows() throws IOException {
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
}
