package io.hydrant.producer;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpClient;

/// Sends what a source has until there is no more, or until it is told to stop. Memory holds the
/// batch that is being filled and those in flight, whatever the size of the source. [#run] belongs
/// to one thread and is called once.
public final class Sending {
    /// Hydrant remembers 64 requests of a producer; what may be repeated after a kill stays well
    /// within.
    private static final int MOST_REQUESTS_NOT_KEPT = 48;

    /// How records share requests.
    ///
    /// @param mostRecords 1 sends by PutRecord, more by PutRecordBatch
    /// @param lanes requests in flight at once; one keeps the order of the records
    public record Grouping(int mostRecords, int lanes) {
        public static final Grouping ONE_BY_ONE = new Grouping(1, 1);
        public static final Grouping BATCHES = new Grouping(Batch.MOST_RECORDS, 1);

        /// Enough in flight to keep a server busy while the next batch is read.
        public static final Grouping PARALLEL_BATCHES = new Grouping(Batch.MOST_RECORDS, 4);

        public Grouping {
            if (mostRecords < 1 || mostRecords > Batch.MOST_RECORDS || lanes < 1 || lanes > 8) {
                throw new IllegalArgumentException(
                        "1 to 500 records a request in 1 to 8 lanes, but was "
                                + mostRecords
                                + " in "
                                + lanes);
            }
        }
    }

    /// Where to, how and how fast.
    public record Plan(StreamAddress destination, Grouping grouping, Pace pace, Patience backoff) {}

    /// Where a sending begins, and as whom.
    ///
    /// @param producer names the requests to Hydrant, so that one is taken once however often it is
    ///   sent: letters and digits, 64 at most; the same again for a run that goes on from a mark
    /// @param marks has seen what an earlier run had acknowledged; the source begins behind it
    public record Start(String producer, MarkBuilder marks) {
        public static Start anew() {
            return new Start(RequestToken.newProducer(new SecureRandom()), new MarkBuilder());
        }
    }

    private final BatchSender sender;
    private final Grouping grouping;
    private final Pace pace;
    private final SendListener listener;
    private final Journal journal;
    private final Lanes lanes;
    private final Frontier frontier = new Frontier();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final MarkBuilder marks;
    private final long startedNanos = System.nanoTime();
    private final Object answers = new Object();
    private long begun;
    private Batch batch;

    /// What came of it so far; guarded by `answers`.
    private SendReport counted = SendReport.NOTHING;

    public Sending(
            Plan plan, SdkHttpClient http, Start start, Journal journal, SendListener listener) {
        this.grouping = plan.grouping();
        this.pace = plan.pace();
        this.marks = start.marks();
        this.journal = journal;
        this.listener = listener;
        this.lanes = new Lanes(grouping.lanes());
        this.batch = new Batch(grouping.mostRecords());
        this.sender =
                new BatchSender(
                        new FirehoseWire(plan.destination(), http),
                        start.producer(),
                        plan.backoff(),
                        new Throttle(grouping.lanes()),
                        RandomGenerator.getDefault(),
                        stop,
                        this::setback);
    }

    /// Returns when every record that was read is acknowledged, or when it was stopped.
    ///
    /// @throws SendingException when the stream refuses records for good, or for too long
    /// @throws IOException when the source fails; what was read before is sent first
    public SendReport run(RecordSource source) throws IOException {
        try {
            sendAll(source);
        } catch (InterruptedException e) {
            stop(); // what is not yet sent stays behind
        } finally {
            lanes.close();
        }
        lanes.throwFailure();
        return report();
    }

    /// How far it has come. From any thread.
    public SendReport report() {
        synchronized (answers) {
            return counted.ended(Duration.ofNanos(System.nanoTime() - startedNanos), stopped());
        }
    }

    /// Whether every request that was begun is acknowledged. When not, nobody knows whether its
    /// records were taken. Told after [#run] has ended.
    public boolean isCertain() {
        return frontier.isEmpty();
    }

    /// Lets requests in flight finish, and sends no more. From any thread.
    public void stop() {
        stop.countDown();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    /// What was read before the source failed still goes out, so that the failure's place tells
    /// what was sent.
    private void sendAll(RecordSource source) throws IOException, InterruptedException {
        boolean sends = true;
        try {
            Optional<? extends Outgoing> next = source.next();
            while (next.isPresent() && !stopped()) {
                Outgoing one = next.get();
                sends = false;
                if (!batch.hasRoomFor(one)) {
                    flush();
                }
                batch.add(one);
                if (batch.isFull()) {
                    flush();
                }
                sends = true;
                next = source.next();
            }
        } finally {
            if (sends && !stopped()) {
                flush();
            }
        }
    }

    private void flush() throws IOException, InterruptedException {
        List<Outgoing> records = batch.records();
        batch = new Batch(grouping.mostRecords());
        if (records.isEmpty()) {
            return;
        }
        journal.awaitKept(begun - MOST_REQUESTS_NOT_KEPT);
        pace.awaitTurn(records.size(), stop);
        if (stopped()) {
            return;
        }
        begun++;
        long sequence = marks.records();
        for (Outgoing one : records) {
            marks.add(one.data());
        }
        Frontier.Step step = frontier.begin(marks.mark());
        lanes.run(() -> send(records, sequence, step));
    }

    private void send(List<Outgoing> records, long sequence, Frontier.Step step)
            throws IOException, InterruptedException {
        Optional<Acknowledged> acknowledged =
                sender.send(records, grouping.mostRecords() == 1, sequence);
        if (acknowledged.isEmpty()) {
            return; // stopped
        }
        synchronized (answers) {
            counted = counted.plus(acknowledged.get());
            frontier.done(step).ifPresent(mark -> journal.advanced(mark, frontier.requests()));
            listener.acknowledged(acknowledged.get());
        }
    }

    private void setback(Setback setback) {
        synchronized (answers) {
            counted = counted.plusSetback();
            listener.setback(setback);
        }
    }
}
