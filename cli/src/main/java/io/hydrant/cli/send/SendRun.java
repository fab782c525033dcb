package io.hydrant.cli.send;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.Journal;
import io.hydrant.producer.Mark;
import io.hydrant.producer.MarkBuilder;
import io.hydrant.producer.SendListener;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Sending;
import io.hydrant.producer.Setback;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One sending of rows from its first, or from where an earlier one was interrupted. [#carryOut]
/// belongs to one thread and is called once.
public final class SendRun {
    private final Sending.Plan plan;
    private final Clients clients;
    private final String what;
    private final StreamIdentity to;
    private final Optional<ProgressFile> file;
    private final Optional<KeptProgress> earlier;
    private volatile boolean stopped;
    private volatile @Nullable Sending sending;
    private boolean repeatsAreHarmless;
    private Mark passedOver = Mark.START;

    /// @param what told in the progress file
    /// @param file where progress is kept; nowhere when empty
    /// @param earlier where to go on from
    public SendRun(
            Sending.Plan plan,
            Clients clients,
            String what,
            StreamIdentity to,
            Optional<ProgressFile> file,
            Optional<KeptProgress> earlier) {
        this.plan = plan;
        this.clients = clients;
        this.what = what;
        this.to = to;
        this.file = file;
        this.earlier = earlier;
    }

    /// Returns when all rows are acknowledged or left out, or when it was stopped.
    public SendReport carryOut(GoodRows rows, SendListener listener)
            throws IOException, InterruptedException {
        earlier.ifPresent(this::requireSameStream);
        earlier.ifPresent(this::requireSameRequests);
        requireWhatWasTaken();
        Sending.Start start = start(rows);
        Optional<ProgressKeeper> keeper = startKeeping(start);
        Journal journal = keeper.<Journal>map(kept -> kept).orElse(Journal.NONE);
        Sending begun = new Sending(plan, clients.http(), start, journal, attentive(listener));
        sending = begun;
        if (stopped) {
            begun.stop();
        }
        boolean isDone = false;
        try {
            SendReport report = begun.run(rows);
            isDone = !report.interrupted();
            return report;
        } finally {
            if (keeper.isPresent()) {
                keeper.get().end(endOf(begun, isDone));
            }
        }
    }

    private static KeptProgress.State endOf(Sending ended, boolean isDone) {
        if (!ended.isCertain()) {
            return KeptProgress.State.SENDING;
        }
        return isDone ? KeptProgress.State.DONE : KeptProgress.State.STOPPED;
    }

    /// What another stream has acknowledged, this one lacks.
    private void requireSameStream(KeptProgress kept) {
        boolean isOld = kept.to().name().isEmpty(); // written by an older version
        if (!isOld && kept.to().isOther(to)) {
            boolean isNew = kept.to().name().equals(to.name());
            throw new CommandFailure(
                    isNew
                            ? "The stream %s was created anew, or is another server's, since the rows were sent that are not to be sent again."
                                    .formatted(to.name())
                            : "The rows that are not to be sent again went to the stream %s and not to %s."
                                    .formatted(kept.to().name(), to.name()),
                    "Without --resume all rows are sent.");
        }
    }

    /// Requests that may have been taken are known again by the rows in them.
    private void requireSameRequests(KeptProgress kept) {
        boolean differs = kept.rowsPerRequest() != plan.grouping().mostRecords();
        if (kept.state() == KeptProgress.State.SENDING && differs) {
            throw CommandFailure.wrongUsage(
                    "The sending that is to be resumed put %s into a request, this one %s."
                            .formatted(
                                    rowsARequest(kept.rowsPerRequest()),
                                    rowsARequest(plan.grouping().mostRecords())),
                    "Give the same --batch, --rate or --max as before: else a request that was under way could"
                            + " not be known again.");
        }
    }

    private static String rowsARequest(int rows) {
        return rows == 1 ? "one row" : "up to " + rows + " rows";
    }

    /// Rows that the server has lost since would never be sent again.
    private void requireWhatWasTaken() throws InterruptedException {
        if (earlier.isPresent() && earlier.get().floor().isPresent()) {
            earlier.get()
                    .floor()
                    .get()
                    .require(
                            clients,
                            to.name(),
                            earlier.get().mark().records(),
                            "Which of these rows it still has, nobody can tell. Without --resume all rows are sent: those that it has are"
                                    + " there twice then.");
        }
    }

    /// The earlier run's holds on, for each row counts once. Of one that kept none and was killed
    /// nobody knows how many rows the stream has.
    private Optional<LogFloor> floor(Sending.Start start) throws InterruptedException {
        if (earlier.isPresent()
                && (earlier.get().floor().isPresent()
                        || earlier.get().state() == KeptProgress.State.SENDING)) {
            return earlier.get().floor();
        }
        return LogFloor.of(clients, to.name(), start.marks().records());
    }

    private Sending.Start start(GoodRows rows) throws IOException {
        if (earlier.isEmpty()) {
            return Sending.Start.anew();
        }
        MarkBuilder marks = rows.passOver(earlier.get().mark(), () -> stopped);
        passedOver = marks.mark();
        return new Sending.Start(earlier.get().producer(), marks);
    }

    private Optional<ProgressKeeper> startKeeping(Sending.Start start)
            throws IOException, InterruptedException {
        if (file.isEmpty() || stopped) {
            return Optional.empty();
        }
        KeptProgress begin =
                new KeptProgress(
                        what,
                        to,
                        start.producer(),
                        plan.grouping().mostRecords(),
                        start.marks().mark(),
                        floor(start),
                        KeptProgress.State.SENDING);
        return Optional.of(ProgressKeeper.start(file.get(), begin));
    }

    private SendListener attentive(SendListener listener) {
        return new SendListener() {
            @Override
            public void acknowledged(Acknowledged acknowledged) throws IOException {
                repeatsAreHarmless |= acknowledged.repeatsAreHarmless();
                listener.acknowledged(acknowledged);
            }

            @Override
            public void setback(Setback setback) {
                listener.setback(setback);
            }
        };
    }

    /// Lets requests in flight finish, and sends no more. From any thread.
    public void stop() {
        stopped = true;
        Sending running = sending;
        if (running != null) {
            running.stop();
        }
    }

    /// Whether another run can go on from where this one ends.
    public boolean keepsProgress() {
        return file.isPresent();
    }

    /// Rows that the earlier run had acknowledged.
    public long passedOver() {
        return passedOver.records();
    }

    /// Acknowledged without a gap by this run and the earlier one, when it has begun.
    public Optional<SendReport> report() {
        return Optional.ofNullable(sending).map(Sending::report);
    }

    /// Whether rows behind those that were passed over may be in the stream twice: the earlier run
    /// was cut off with requests on their way, to a stream that cannot tell repeats.
    public boolean mayRepeatWhatWasOnItsWay() {
        return earlier.filter(kept -> kept.state() == KeptProgress.State.SENDING).isPresent()
                && !repeatsAreHarmless;
    }
}
