package io.hydrant.core.delivery;

import io.hydrant.core.delivery.Attempt.Trace;
import io.hydrant.core.delivery.body.OpenNames;
import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.delivery.body.Records;
import io.hydrant.core.delivery.body.SpanWriter;
import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.UncertainAppendException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.ProcessingRefusedException;
import io.hydrant.core.transform.Transform;
import io.hydrant.core.transform.Transform.SourceRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A span of a stream's log on its way into the log of processed records. Whatever of it is in that
/// log is durable, and is not processed again. For one thread, which says at the end how far it
/// came.
final class TransformStep implements Task {
    /// What is made of a span is kept in several frames when it is so much larger, for the sake of
    /// the heap.
    private static final int GROWTH_MAX = 4;

    /// Records without bytes take heap, too.
    private static final int RECORDS_MAX = 25_000;

    private final StreamLog source;
    private final StreamLog processed;
    private final Transform transform;
    private final LogSpan span;
    private final OpenNames open;

    private final Transformed before;
    private LogPoint through;
    private Transformed done;

    /// Whether the stream is, or was, encrypted; and whether records of the span are.
    private boolean isSecret;

    private boolean wasSealed;

    /// Whether a frame may be in the log of processed records that it does not know of.
    private boolean isUncertain;

    /// Guards what is below.
    private final ReentrantLock lock = new ReentrantLock();

    private boolean isStopped;

    /// Who asks the transform, and writes nothing meanwhile.
    private @Nullable Thread asking;

    /// @param done what was made of everything before the span
    /// @param open the partitions that have open objects
    TransformStep(
            StreamLog source,
            StreamLog processed,
            Transform transform,
            LogSpan span,
            Transformed done,
            OpenNames open) {
        this.source = source;
        this.processed = processed;
        this.transform = transform;
        this.span = span;
        this.through = span.start();
        this.before = done;
        this.done = done;
        this.open = open;
    }

    @Override
    public long payloadBytes() {
        return span.payloadBytes();
    }

    /// Everything before is processed, durably.
    LogPoint through() {
        return through;
    }

    /// What was made of it.
    Transformed done() {
        return done;
    }

    /// What was made of everything before it.
    Transformed before() {
        return before;
    }

    /// Whether more of it may be in the log of processed records than it says: only who takes that
    /// log over again can tell.
    boolean isUncertain() {
        return isUncertain;
    }

    /// The partitions that it opened.
    Set<Partition> opened() {
        return open.opened();
    }

    /// Ends it soon: whoever is asked is not waited for. The rest of the span is left for another
    /// step.
    void stop() {
        lock.lock();
        try {
            isStopped = true;
            if (asking != null) {
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether it may go on.
    private boolean asks(@Nullable Thread thread) {
        lock.lock();
        try {
            asking = thread;
            return !isStopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return isStopped;
        } finally {
            lock.unlock();
        }
    }

    private void ask() throws IOException {
        if (!asks(Thread.currentThread())) {
            throw new InterruptedIOException("Stopped");
        }
    }

    /// Nobody interrupts what follows: a file that is written then would be closed.
    private void askNoMore() throws IOException {
        boolean goesOn = asks(null);
        boolean isInterrupted = Thread.interrupted();
        if (!goesOn || isInterrupted) {
            throw new InterruptedIOException("Stopped");
        }
    }

    /// Tries once. What is done of it counts, also when it fails or is stopped.
    Attempt attempt(DeliveryStream stream, InstantSource clock) {
        try {
            isSecret = stream.isSecret();
            carryOut();
            return new Attempt.Stored();
        } catch (ProcessingRefusedException e) {
            return new Attempt.Failed(
                    DeliveryError.refused(e, stream, clock.instant()),
                    Trace.UNKNOWN,
                    Optional.empty());
        } catch (IOException e) {
            return isStopped()
                    ? new Attempt.Stored()
                    : new Attempt.Failed(
                            DeliveryError.of(
                                    e,
                                    "Processing failed: " + e.getMessage(),
                                    stream,
                                    clock.instant()),
                            Trace.UNKNOWN,
                            Optional.empty());
        } catch (RuntimeException | Error e) {
            return broke(e, stream, clock);
        }
    }

    private static Attempt broke(Throwable bug, DeliveryStream stream, InstantSource clock) {
        DeliveryError error = DeliveryError.internal(bug.toString(), stream, clock.instant());
        return new Attempt.Failed(error, Trace.UNKNOWN, Optional.of(bug));
    }

    /// @throws IOException when the rest of the span must be tried again
    private void carryOut() throws IOException {
        List<SourceRecord> records = records();
        SpanWriter writer =
                new SpanWriter(
                        records,
                        spanOf(records),
                        new SpanWriter.Place(
                                done.records(), done.bytes(), GROWTH_MAX * transform.sizeBytes()),
                        open,
                        this::keep);
        ask();
        try {
            transform.apply(records, writer);
            writer.finish();
        } finally {
            asks(null);
            Thread.interrupted();
        }
    }

    /// The span, unless it has more records than are processed at once.
    private LogSpan spanOf(List<SourceRecord> records) {
        if (records.size() == span.recordCount()) {
            return span;
        }
        long bytes = records.stream().mapToLong(record -> record.bytes().length).sum();
        return new LogSpan(span.start(), span.start().plus(records.size(), bytes));
    }

    /// Appends the frame of a part of the span.
    private void keep(SpanWriter.Frame frame) throws IOException {
        askNoMore();
        append(frame.batch());
        through = frame.span().source().end();
        done = done.plus(frame.span(), processed.end());
        ask();
    }

    private void append(RecordBatch batch) throws IOException {
        try {
            boolean maySeal = isSecret || wasSealed;
            processed.append(maySeal ? processed.sealed(batch, wasSealed) : batch);
        } catch (UncertainAppendException | EpochOverException e) {
            isUncertain = true;
            throw e;
        }
    }

    private List<SourceRecord> records() throws IOException {
        List<SourceRecord> found = new ArrayList<>();
        try (Records records = Records.of(source, Part.whole(span))) {
            while (found.size() < RECORDS_MAX && records.next()) {
                wasSealed |= records.isSealed();
                ByteBuffer payloads = records.payloads();
                ByteBuffer lengths = records.lengths();
                while (found.size() < RECORDS_MAX && lengths.hasRemaining()) {
                    byte[] bytes = new byte[lengths.getInt()];
                    payloads.get(bytes);
                    long position = span.start().position() + found.size();
                    found.add(new SourceRecord(position, records.arrival(), bytes));
                }
            }
        }
        return found;
    }
}
