package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.JsonSendView;
import io.hydrant.cli.send.Pace;
import io.hydrant.cli.send.RowsOfFiles;
import io.hydrant.cli.send.SendListener;
import io.hydrant.cli.send.SendReport;
import io.hydrant.cli.send.SendView;
import io.hydrant.cli.send.Sending;
import io.hydrant.cli.send.StreamCheck;
import io.hydrant.cli.send.StreamWriter;
import io.hydrant.cli.stack.Deployment;
import io.hydrant.cli.stack.NetflixPipeline;
import io.hydrant.cli.stack.StackView;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "Examples:",
            "  hydrant send films.csv --stream movies-netflix",
            "  hydrant send films.zip --stream movies-netflix --max",
            "  hydrant send sales.csv --stream sales --header --rate 200/s --on-bad-row bad.csv",
            "  zcat log.csv.gz | hydrant send - --stream log --columns time,host,status --batch",
            "  hydrant send films.csv --stream films --create --aws",
            "  hydrant send titles.csv --stream films --encoding ISO-8859-1 --last-column-takes-rest",
            "  hydrant send 'logs/**/*.csv.gz' --stream log --header --types host:string --default ms=0",
            "  hydrant send people.tsv --stream p --header --separator tab --template '{{id}} {{name}}'",
            "",
            "Exit status: 0 all rows acknowledged, 1 failed, 2 wrong usage, 3 some rows left out."
        })
final class SendCommand implements Callable<Integer> {
    private static final Duration USUAL_PAUSE = Duration.ofMillis(500);

    private final Surroundings surroundings;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            required = true,
            description = "The delivery stream.")
    private String stream = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "The pause between sends, such as 500ms, 2s or 0. Default: 500ms.")
    private @Nullable Duration every;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.Converter.class,
            description = "So many rows a second, instead of a pause.")
    private @Nullable Rate rate;

    @Option(
            names = "--max",
            description =
                    "As fast as the stream takes it: batches, four of them in flight. Their order is not kept.")
    private boolean max;

    @Option(
            names = "--batch",
            description =
                    "PutRecordBatch: up to 500 rows or 4 MiB a send. Entries that the stream refuses are sent again, alone.")
    private boolean batch;

    @Option(
            names = "--on-bad-row",
            paramLabel = "fail|skip|FILE",
            defaultValue = "fail",
            description =
                    "A row that cannot be sent: fail stops there; skip leaves it out and tells; FILE also writes it to that"
                            + " CSV file with its line and the reason. Default: ${DEFAULT-VALUE}.")
    private String onBadRow = "";

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
        checkOptions();
        Console console = output.console();
        try (RowsOfFiles rows = reading.rows(surroundings.console().in());
                Clients clients = target.connect();
                BadRows badRows = badRows()) {
            prepareStream(clients, console);
            StreamWriter writer =
                    new StreamWriter(clients.firehose(), stream, RandomGenerator.getDefault());
            ProgressLine progress = new ProgressLine(console, surroundings.clock());
            Sending sending =
                    new Sending(writer, grouping(), pace(), view(console, progress, badRows));
            return carryOut(sending, rows, console, progress);
        }
    }

    private void prepareStream(Clients clients, Console console)
            throws IOException, InterruptedException {
        StreamCheck check = new StreamCheck(clients);
        if (create && !check.exists(stream)) {
            Deployment.Wish wish = NetflixPipeline.wishFor(stream);
            new Deployment(clients, new StackView(console, output.json())).carryOut(wish);
        }
        check.ready(stream);
    }

    private int carryOut(Sending sending, RowsOfFiles rows, Console console, ProgressLine progress)
            throws IOException {
        try (Interruption _ = Interruption.stopping(sending::stop)) {
            SendReport report = sending.run(rows);
            progress.clear();
            show(report, console);
            return report.leftOut() > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
        } catch (IOException | RuntimeException e) {
            progress.clear();
            if (!output.json()) {
                console.aside(
                        "acknowledged before this: "
                                + Figures.count(sending.report().rows(), "row"));
            }
            throw e;
        }
    }

    private void show(SendReport report, Console console) {
        if (output.json()) {
            console.line(JsonSendView.summary(report));
            return;
        }
        String rows = Figures.count(report.rows(), "row");
        console.line(
                "%s %s acknowledged by %s: %s in %s, %s rows/s%s%s"
                        .formatted(
                                report.interrupted() ? "stopped," : console.good("done,"),
                                rows,
                                stream,
                                Figures.bytes(report.bytes()),
                                Figures.duration(report.elapsed()),
                                Figures.count(Math.round(report.rowsPerSecond())),
                                report.retried() == 0
                                        ? ""
                                        : ", " + Figures.count(report.retried()) + " sent again",
                                report.leftOut() == 0
                                        ? ""
                                        : ", "
                                                + Figures.count(report.leftOut(), "row")
                                                + " left out"));
    }

    private void checkOptions() {
        int paces = (every == null ? 0 : 1) + (rate == null ? 0 : 1) + (max ? 1 : 0);
        if (paces > 1) {
            throw CommandFailure.wrongUsage(
                    "--every, --rate and --max are three ways to set the pace.",
                    "Give one of them.");
        }
    }

    private BadRows badRows() throws IOException {
        return switch (onBadRow) {
            case "fail" -> new BadRows.Fail();
            case "skip" -> new BadRows.Skip();
            default -> new BadRows.SetAside(Path.of(onBadRow));
        };
    }

    private Sending.Grouping grouping() {
        if (max) {
            return Sending.Grouping.PARALLEL_BATCHES;
        }
        return batch ? Sending.Grouping.BATCHES : Sending.Grouping.ONE_BY_ONE;
    }

    private Pace pace() {
        if (max) {
            return Pace.asFastAsPossible();
        }
        return rate != null
                ? Pace.rowsPerSecond(rate.rowsPerSecond())
                : Pace.every(every == null ? USUAL_PAUSE : every);
    }

    private SendListener view(Console console, ProgressLine progress, BadRows badRows) {
        if (output.json()) {
            return new JsonSendView(console, badRows);
        }
        return new SendView(console, progress, badRows, !max && !batch);
    }
}
