package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Interruption;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.redrive.Carrier;
import io.hydrant.cli.redrive.Counting;
import io.hydrant.cli.redrive.JsonRedriveView;
import io.hydrant.cli.redrive.Redrive;
import io.hydrant.cli.redrive.RedriveListener;
import io.hydrant.cli.redrive.RedriveTotals;
import io.hydrant.cli.redrive.RedriveView;
import io.hydrant.cli.redrive.Resending;
import io.hydrant.cli.redrive.Selection;
import io.hydrant.cli.send.StreamCheck;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Pace;
import io.hydrant.producer.Patience;
import io.hydrant.producer.Sending;
import io.hydrant.producer.SendingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hydrant redrive`: sends the records of Firehose's error objects again.
@Command(
        name = "redrive",
        header = "Send the records of error objects again, once.",
        sortOptions = false,
        description = {
            "Records that a stream could not process (a function failed, a key was missing, a format did not fit) lie as error"
                    + " objects under its ErrorOutputPrefix, each with its original bytes and the reason. This reads all error"
                    + " objects below a prefix, and sends the original records to a stream: once what made them fail is mended.",
            "",
            "Once: which records of an object were sent is written into the object's tags (hydrant-redrive:STREAM:1), before the"
                    + " first and after each request. The same command after a kill, also on another machine, goes on where it"
                    + " was, and after its end sends nothing. Hydrant takes a request that was on its way at a kill once; AWS"
                    + " may take that one twice. This needs s3:ListBucket, s3:GetObject, s3:GetObjectTagging, s3:PutObjectTagging"
                    + " and firehose:PutRecordBatch; with --delete s3:DeleteObject.",
            "",
            "Records that fail again come back as new error objects. Those that appear during a run are left to the next one."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant redrive s3://films-000000000000/errors/ --stream films --dry-run",
            "  hydrant redrive s3://films-000000000000/errors/processing-failed/ --stream films",
            "  hydrant redrive s3://films-000000000000/errors/ --stream films --error-code Lambda.FunctionError",
            "  hydrant redrive s3://b/errors/ --stream s --since 2026-11-26T10:00:00Z --until 2026-11-26T12:00:00Z",
            "  hydrant redrive s3://b/errors/ --stream s --rate 1000/s --delete --aws",
            "",
            "Exit status: 0 every selected record was sent, now or before; 1 failed; 2 wrong usage; 3 lines or objects could not be"
                    + " read."
        })
final class RedriveCommand implements Callable<Integer> {
    private static final String NOW = "now";
    private static final String IF_MISSING =
            "`hydrant status` lists the streams there are; `hydrant deploy` makes one.";

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "s3://BUCKET/PREFIX",
            converter = S3Address.Converter.class,
            description = "Where the error objects are.")
    private S3Address below = new S3Address("", "");

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            required = true,
            description = "The delivery stream that the records are sent to.")
    private String stream = "";

    @Option(
            names = "--dry-run",
            description =
                    "Send nothing and write nothing: show which records would be sent, by object and error code.")
    private boolean dryRun;

    @Option(
            names = "--error-code",
            paramLabel = "CODE",
            description =
                    "Only records that failed so, such as Lambda.FunctionError; may be given several times.")
    private List<String> errorCodes = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Moments.class,
            description =
                    "Only records that had arrived at their stream then or later: 2026-11-26T10:00:00Z, or in this machine's"
                            + " time zone \"2026-11-26 11:00\" or 2026-11-26.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Moments.class,
            description = "Only records that had arrived before then.")
    private @Nullable Instant until;

    @Option(
            names = "--again",
            paramLabel = "TIME",
            arity = "0..1",
            fallbackValue = NOW,
            description =
                    "Send also what was sent before, or before that time. A run with --again that was cut off is gone on with by"
                            + " the time that it says when it begins.")
    private @Nullable String again;

    @Option(
            names = "--delete",
            description =
                    "Delete each object when all of its records were sent. Without it they are kept.")
    private boolean delete;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.Converter.class,
            description =
                    "So many records a second. Default: as fast as the stream takes them, one request after the other.")
    private @Nullable Rate rate;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long a request that gets no answer, or is told to slow down, is tried again. Default: 5m.")
    private @Nullable Duration giveUpAfter;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show left out lines, trouble and the summary only.")
    private boolean quiet;

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    RedriveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Redrive.Wish wish = wish();
        try (Clients clients = target.connect()) {
            if (!dryRun) {
                new StreamCheck(clients, IF_MISSING).ready(stream);
            }
            tellHowToGoOn(wish);
            return carryOut(wish, clients);
        }
    }

    private Redrive.Wish wish() {
        if (since != null && until != null && !since.isBefore(until)) {
            throw CommandFailure.wrongUsage(
                    "--since %s is not before --until %s.".formatted(since, until),
                    "No record arrived then: give an earlier --since, or a later --until.");
        }
        Selection selection =
                Selection.of(errorCodes, Optional.ofNullable(since), Optional.ofNullable(until));
        return new Redrive.Wish(below, stream, selection, again(), delete);
    }

    private Optional<Instant> again() {
        return Optional.ofNullable(again)
                .map(text ->
                        text.equals(NOW)
                                ? surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS)
                                : new Moments().convert(text));
    }

    /// A kill leaves no time for last words.
    private void tellHowToGoOn(Redrive.Wish wish) {
        if (wish.again().isPresent() && !dryRun && NOW.equals(again)) {
            output.console()
                    .aside(
                            "What was sent before %s is sent again; if this is cut off, go on with --again=%s."
                                    .formatted(wish.again().get(), wish.again().get()));
        }
    }

    private int carryOut(Redrive.Wish wish, Clients clients)
            throws IOException, InterruptedException {
        RedriveListener view = view();
        Carrier carrier = carrier(clients, view);
        Redrive redrive = new Redrive(wish, clients, carrier, view, surroundings.clock());
        try (Interruption _ = Interruption.stopping(redrive::stop)) {
            carryOut(redrive, carrier, view);
        } catch (SendingException e) {
            throw refusal(e);
        }
        return status(redrive.totals(), carrier.isStopped());
    }

    /// What came of it is said however it ends, and before an interruption lets the process go.
    private static void carryOut(Redrive redrive, Carrier carrier, RedriveListener view)
            throws IOException, InterruptedException {
        boolean isWhole = false;
        try {
            redrive.carryOut();
            isWhole = true;
        } finally {
            RedriveTotals totals = redrive.totals();
            if (isWhole || totals.objects() > 0 || totals.records() > 0) {
                view.finished(totals, !isWhole || carrier.isStopped());
            }
        }
    }

    private RedriveListener view() {
        return output.json()
                ? new JsonRedriveView(output.console(), dryRun, quiet)
                : new RedriveView(
                        output.console(),
                        new ProgressLine(output.console(), surroundings.clock()),
                        stream,
                        dryRun,
                        quiet);
    }

    private CommandFailure refusal(SendingException refused) {
        String next = Failures.nextStepAfter(refused.code());
        return new CommandFailure(
                "%s did not take %s: %s".formatted(stream, refused.place(), refused.getMessage()),
                (next.isEmpty() ? "" : next + " ")
                        + "Then give the same command again: it goes on behind what is acknowledged.");
    }

    private static int status(RedriveTotals totals, boolean isStopped) {
        if (totals.isNothingThere() && !isStopped) {
            return ExitStatus.FAILED;
        }
        return totals.isPartly() ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
    }

    private Carrier carrier(Clients clients, RedriveListener listener) {
        return dryRun
                ? new Counting(listener)
                : new Resending(plan(clients), clients.http(), listener);
    }

    private Sending.Plan plan(Clients clients) {
        Duration patience = giveUpAfter == null ? Patience.USUAL.giveUpAfter() : giveUpAfter;
        return new Sending.Plan(
                clients.stream(stream),
                Sending.Grouping.BATCHES,
                rate == null
                        ? Pace.asFastAsPossible()
                        : Pace.recordsPerSecond(rate.rowsPerSecond()),
                new Patience(Patience.USUAL.first(), Patience.USUAL.longest(), patience));
    }
}
