package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Sends rows until there are no more, or until it is told to stop. Memory holds the batch that is
/// being filled and those in flight, whatever the size of the input. [#run] belongs to one thread.
public final class Sending {
    /// How rows share requests.
    public enum Grouping {
        /// PutRecord, one after the other.
        ONE_BY_ONE(1, 1),
        /// PutRecordBatch, one after the other.
        BATCHES(Batch.MOST_RECORDS, 1),
        /// PutRecordBatch, several in flight: enough to keep a server busy while the next batch is
        /// read.
        PARALLEL_BATCHES(Batch.MOST_RECORDS, 4);

        private final int records;
        private final int lanes;

        Grouping(int records, int lanes) {
            this.records = records;
            this.lanes = lanes;
        }
    }

    private final StreamWriter writer;
    private final Grouping grouping;
    private final Pace pace;
    private final SendListener listener;
    private final Lanes lanes;
    private final Tally tally = new Tally();
    private Batch batch;
    private final CountDownLatch stop = new CountDownLatch(1);

    public Sending(StreamWriter writer, Grouping grouping, Pace pace, SendListener listener) {
        this.writer = writer;
        this.grouping = grouping;
        this.pace = pace;
        this.listener = listener;
        this.lanes = new Lanes(grouping.lanes);
        this.batch = new Batch(grouping.records);
    }

    /// Returns when every row that was read is acknowledged or left out.
    public SendReport run(RowSource source) throws IOException {
        try {
            sendAll(source);
        } catch (InterruptedException e) {
            stop(); // what is not yet sent stays behind
        } finally {
            lanes.awaitAll();
        }
        lanes.throwFailure();
        return report();
    }

    /// How far it has come.
    public SendReport report() {
        return tally.report(stopped());
    }

    /// Lets requests in flight finish, and sends no more. From any thread.
    public void stop() {
        stop.countDown();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    /// What was read before the source failed still goes out, so that the failure's line tells what
    /// was sent.
    private void sendAll(RowSource source) throws IOException, InterruptedException {
        try {
            Optional<Outgoing> next = nextGood(source);
            while (next.isPresent() && !stopped()) {
                if (!batch.hasRoomFor(next.get())) {
                    flush();
                }
                batch.add(next.get());
                if (batch.isFull()) {
                    flush();
                }
                next = nextGood(source);
            }
        } finally {
            if (!stopped()) {
                flush();
            }
        }
    }

    private void flush() throws IOException, InterruptedException {
        List<Outgoing> rows = batch.records();
        batch = new Batch(grouping.records);
        if (!rows.isEmpty()) {
            pace.awaitTurn(rows.size(), stop);
            if (!stopped()) {
                lanes.run(() -> send(rows));
            }
        }
    }

    private void send(List<Outgoing> rows) throws IOException, InterruptedException {
        Acknowledged acknowledged =
                grouping == Grouping.ONE_BY_ONE
                        ? writer.putOne(rows.getFirst())
                        : writer.putBatch(rows);
        synchronized (tally) {
            tally.add(acknowledged);
            listener.acknowledged(acknowledged);
        }
    }

    private Optional<Outgoing> nextGood(RowSource source) throws IOException {
        while (!stopped()) {
            try {
                return source.next();
            } catch (BadRow bad) {
                synchronized (tally) {
                    tally.leftOut++;
                    listener.leftOut(bad);
                }
            }
        }
        return Optional.empty();
    }

    /// Counts what happened; guarded by itself.
    private static final class Tally {
        private final long startedNanos = System.nanoTime();
        private long rows;
        private long bytes;
        private long requests;
        private long retried;
        private long leftOut;

        void add(Acknowledged acknowledged) {
            rows += acknowledged.rows().size();
            bytes += acknowledged.bytes();
            retried += acknowledged.retried();
            requests++;
        }

        synchronized SendReport report(boolean interrupted) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
            return new SendReport(rows, bytes, requests, retried, leftOut, elapsed, interrupted);
        }
    }
}
