package io.hydrant.cli.demo;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.send.BadRows;
import io.hydrant.cli.send.GoodRows;
import io.hydrant.cli.send.RowSource;
import io.hydrant.cli.send.SendView;
import io.hydrant.cli.send.StreamCheck;
import io.hydrant.cli.stack.Deployment;
import io.hydrant.cli.stack.StackView;
import io.hydrant.cli.status.DescribedStreams;
import io.hydrant.cli.status.StatusView;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.cli.terminal.ShellWord;
import io.hydrant.producer.Journal;
import io.hydrant.producer.Pace;
import io.hydrant.producer.Patience;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Sending;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The whole assignment on a server of its own: deploy the template, send the rows, wait for the
/// delivery, look at the objects, and account for every row.
public final class Demo {
    private static final String STACK = "netflix";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int LINES_SHOWN = 5;
    private static final int OBJECTS_SHOWN = 10;

    /// How long beyond its interval a delivery may take before something is wrong.
    private static final Duration GRACE = Duration.ofSeconds(60);

    /// What is to be shown.
    ///
    /// @param total how many rows there will be
    /// @param eachRow whether the pace lets one read every row
    public record Script(
            String template,
            Map<String, String> parameters,
            String source,
            RowSource rows,
            long total,
            Sending.Grouping grouping,
            Pace pace,
            boolean eachRow) {}

    private final DemoServer server;
    private final Clients clients;
    private final Console console;
    private final InstantSource clock;
    private final ProgressLine progress;

    public Demo(DemoServer server, Console console, InstantSource clock) {
        this.server = server;
        this.clients = server.clients();
        this.console = console;
        this.clock = clock;
        this.progress = new ProgressLine(console, clock);
    }

    /// Returns whether any row was left out as unreadable.
    ///
    /// @throws CommandFailure when not every row arrives exactly once
    public boolean play(Script script) throws IOException, InterruptedException {
        console.line("A server of its own answers on " + server.endpoint() + ".");
        Stack stack = deploy(script);
        String stream = streamOf(stack);
        BufferGauge gauge = new BufferGauge(clients.pages(), stream, clock);
        awaitDelivery(gauge, "waiting for rows of an earlier demo");
        Arrivals arrivals = new Arrivals(clients.s3(), bucketOf(stream));

        DemoView view = view(script, gauge);
        GoodRows rows = new GoodRows(script.rows(), view);
        send(script, stream, rows, view);
        heading("3. Wait for the delivery: the buffer ends at its size or at its age");
        awaitDelivery(gauge, "waiting");
        progress.clear();
        show(arrivals);
        account(view.sent(), arrivals);
        tellWhereToLook(stream, arrivals);
        return rows.leftOut() > 0;
    }

    private Stack deploy(Script script) throws InterruptedException {
        heading("1. Deploy the template: stream, bucket, role, policy");
        StackView view = new StackView(console, false);
        Stack stack =
                new Deployment(clients, view)
                        .carryOut(
                                new Deployment.Wish(
                                        STACK,
                                        script.template(),
                                        script.parameters(),
                                        List.of(Capability.CAPABILITY_NAMED_IAM)))
                        .stack();
        view.outputs(stack);
        return stack;
    }

    private String streamOf(Stack stack) {
        List<String> streams =
                clients
                        .cloudFormation()
                        .listStackResourcesPaginator(request -> request.stackName(stack.stackId()))
                        .stackResourceSummaries()
                        .stream()
                        .filter(resource ->
                                resource.resourceType()
                                        .equals("AWS::KinesisFirehose::DeliveryStream"))
                        .map(StackResourceSummary::physicalResourceId)
                        .toList();
        if (streams.size() != 1) {
            throw new CommandFailure(
                    "The template makes " + Figures.count(streams.size(), "delivery stream") + ".",
                    "The demo needs a template with one.");
        }
        return streams.getFirst();
    }

    private String bucketOf(String stream) {
        String arn =
                DescribedStreams.describe(clients, stream)
                        .destinations()
                        .getFirst()
                        .extendedS3DestinationDescription()
                        .bucketARN();
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private DemoView view(Script script, BufferGauge gauge) {
        SendView rows =
                new SendView(
                        console,
                        progress,
                        new BadRows.Skip(),
                        script.eachRow() ? SendView.Detail.ROWS : SendView.Detail.QUIET);
        return new DemoView(rows, progress, gauge, script.total());
    }

    private void send(Script script, String stream, GoodRows rows, DemoView view)
            throws IOException, InterruptedException {
        heading(
                "2. Send %s of %s to %s, each as one record"
                        .formatted(Figures.count(script.total(), "row"), script.source(), stream));
        new StreamCheck(clients).ready(stream);
        Sending.Plan plan =
                new Sending.Plan(
                        clients.stream(stream), script.grouping(), script.pace(), Patience.USUAL);
        Sending sending =
                new Sending(plan, clients.http(), Sending.Start.anew(), Journal.NONE, view);
        SendReport report = sending.run(rows);
        progress.clear();
        console.line(
                "%s acknowledged, %s in %s"
                        .formatted(
                                Figures.count(report.records(), "row"),
                                Figures.bytes(report.bytes()),
                                Figures.duration(report.elapsed())));
    }

    private void awaitDelivery(BufferGauge gauge, String why)
            throws IOException, InterruptedException {
        ServerStatus.Stream status = gauge.now();
        Instant deadline = clock.instant().plusSeconds(status.intervalSeconds()).plus(GRACE);
        while (status.backlog().map(left -> left.records() > 0).orElse(true)) {
            progress.update("       %s | buffer: %s".formatted(why, StatusView.bufferOf(status)));
            if (clock.instant().isAfter(deadline)) {
                progress.clear();
                throw late(status);
            }
            Thread.sleep(POLL);
            status = gauge.now();
        }
    }

    private static CommandFailure late(ServerStatus.Stream status) {
        String reason =
                status.lastError()
                        .map(error -> error.code() + ": " + error.message())
                        .orElse("the server names no error");
        return new CommandFailure(
                "%s are not delivered in time; %s"
                        .formatted(
                                status.backlog()
                                        .map(left -> Figures.count(left.records(), "row"))
                                        .orElse("The rows"),
                                reason),
                "Check the template's role and policy.");
    }

    private void show(Arrivals arrivals) throws IOException {
        List<S3Object> objects = arrivals.objects();
        heading("4. The objects in s3://" + arrivals.bucket());
        for (S3Object object : objects.subList(0, Math.min(OBJECTS_SHOWN, objects.size()))) {
            console.line("%12s  %s".formatted(Figures.bytes(object.size()), object.key()));
        }
        if (objects.size() > OBJECTS_SHOWN) {
            console.line("%12s  …".formatted(Figures.count(objects.size()) + " in all"));
        }
        if (!objects.isEmpty()) {
            console.line("");
            console.line("The first lines of the first one:");
            for (String line : arrivals.head(objects.getFirst(), LINES_SHOWN)) {
                console.line("  " + line);
            }
        }
    }

    private void account(Fingerprint sent, Arrivals arrivals) throws IOException {
        heading("5. Is every row there?");
        Fingerprint arrived = arrivals.fingerprint();
        String piles =
                "%s sent, %s in %s"
                        .formatted(
                                Figures.count(sent.count(), "row"),
                                Figures.count(arrived.count(), "row"),
                                Figures.count(arrivals.objects().size(), "object"));
        if (!sent.sameAs(arrived)) {
            throw new CommandFailure(
                    piles + ": they are not the same rows.",
                    "Please report this: it must not happen.");
        }
        console.line(console.good(piles + ": every row exactly once."));
    }

    private void tellWhereToLook(String stream, Arrivals arrivals) {
        heading("Where to look next");
        if (server.temporary()) {
            console.hint(
                    "  hydrant demo --keep                  # the same, and its data stays to be looked at");
            console.hint(
                    "  hydrant serve                        # a server to stay; then, in another terminal:");
            console.hint("  hydrant deploy examples/netflix/pipeline.yaml --stack netflix");
            console.hint("  hydrant send examples/netflix/films.csv --stream " + stream);
        } else {
            String data = ShellWord.of(server.data());
            console.hint("  hydrant serve --data " + data);
            console.line("Then, in another shell:");
            console.hint("  eval \"$(hydrant env --data " + data + ")\"");
            console.hint("  hydrant verify --stream " + stream);
            console.hint("  hydrant ls s3://" + arrivals.bucket());
            console.line("  aws s3 ls --recursive s3://" + arrivals.bucket());
            console.line(
                    "  aws firehose describe-delivery-stream --delivery-stream-name " + stream);
            console.line("  aws cloudformation describe-stack-events --stack-name " + STACK);
        }
    }

    private void heading(String text) {
        console.line("");
        console.line(console.bold(text));
    }
}
