package io.hydrant.core.delivery.body;

import io.hydrant.core.delivery.body.TransformedSpan.Run;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform.Outcomes;
import io.hydrant.core.transform.Transform.SourceRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers what became of the records of a span, and makes a frame of it; or several, when it is so
/// much that it would fill the heap: each then is about a part of the span. For one thread.
public final class SpanWriter implements Outcomes {
    /// A frame, as it is to be appended.
    public record Frame(TransformedSpan span, RecordBatch batch) {}

    /// Takes frames, one behind the other.
    @FunctionalInterface
    public interface Frames {
        void keep(Frame frame) throws IOException;
    }

    /// What one partition gets.
    private static final class Gathered {
        private final List<byte[]> records = new ArrayList<>();
        private int bytes;
        private Instant oldest = Instant.MAX;

        void add(byte[] record, Instant arrival) {
            records.add(record);
            bytes += record.length;
            oldest = arrival.isBefore(oldest) ? arrival : oldest;
        }
    }

    private final List<SourceRecord> records;
    private final LogSpan span;
    private final long frameBytes;
    private final Frames frames;
    private final Map<Partition, Gathered> gathered = new LinkedHashMap<>();
    private long recordsBefore;
    private long bytesBefore;

    /// Where the frame's source begins, and where it ends so far.
    private LogPoint start;

    private LogPoint end;
    private int next;
    private int kept;
    private int dropped;
    private int failed;
    private long bytes;

    /// @param records of the span
    /// @param recordsBefore how many records were made of all that came before, and `bytesBefore`
    ///   how many bytes they have
    /// @param frameBytes a frame ends as soon as it has so many
    public SpanWriter(
            List<SourceRecord> records,
            LogSpan span,
            long recordsBefore,
            long bytesBefore,
            long frameBytes,
            Frames frames) {
        this.records = records;
        this.span = span;
        this.recordsBefore = recordsBefore;
        this.bytesBefore = bytesBefore;
        this.frameBytes = frameBytes;
        this.frames = frames;
        this.start = span.start();
        this.end = span.start();
    }

    @Override
    public void add(Processed outcome) throws IOException {
        if (next == records.size()) {
            throw new IllegalStateException(
                    "There is an outcome more than the %d records of %s"
                            .formatted(records.size(), span));
        }
        SourceRecord record = records.get(next++);
        switch (outcome) {
            case Processed.Kept some -> {
                kept++;
                some.pieces().forEach(piece -> gather(piece, record.arrival()));
            }
            case Processed.Dropped none -> dropped++;
            case Processed.Failed one -> {
                failed++;
                gather(one.piece(), record.arrival());
            }
        }
        end = end.plus(1, record.bytes().length);
        if (bytes >= frameBytes) {
            flush();
        }
    }

    private void gather(Piece piece, Instant arrival) {
        gathered.computeIfAbsent(piece.partition(), partition -> new Gathered())
                .add(piece.bytes(), arrival);
        bytes += piece.bytes().length;
    }

    /// Ends the last frame.
    ///
    /// @throws IllegalStateException when there was not an outcome for every record
    public void finish() throws IOException {
        if (next < records.size()) {
            throw new IllegalStateException(
                    "There are outcomes for %d of the %d records of %s"
                            .formatted(next, records.size(), span));
        }
        if (kept + dropped + failed > 0) {
            flush();
        }
    }

    private void flush() throws IOException {
        TransformedSpan made = made();
        List<byte[]> batch = new ArrayList<>();
        batch.add(made.toBytes());
        gathered.values().forEach(each -> batch.addAll(each.records));
        frames.keep(new Frame(made, RecordBatch.of(batch)));
        gathered.clear();
        recordsBefore += made.records();
        bytesBefore += made.bytes();
        start = end;
        kept = 0;
        dropped = 0;
        failed = 0;
        bytes = 0;
    }

    private TransformedSpan made() {
        List<Run> runs = new ArrayList<>();
        gathered.forEach((partition, each) ->
                runs.add(new Run(partition, each.records.size(), each.bytes, each.oldest)));
        return new TransformedSpan(
                new LogSpan(start, end), kept, dropped, failed, recordsBefore, bytesBefore, runs);
    }
}
