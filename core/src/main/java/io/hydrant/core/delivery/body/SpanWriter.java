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
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;

/// Gathers what became of the records of a span, and makes a frame of it; or several, when it is so
/// much that it would fill the heap: each then is about a part of the span. For one thread.
public final class SpanWriter implements Outcomes {
    /// What a record takes of the heap beside its bytes, as far as frames are concerned.
    private static final int RECORD_OVERHEAD_BYTES = 64;

    /// A frame, as it is to be appended.
    public record Frame(TransformedSpan span, RecordBatch batch) {}

    /// Takes frames, one behind the other.
    @FunctionalInterface
    public interface Frames {
        void keep(Frame frame) throws IOException;
    }

    /// Where the frames come, and how large they get.
    ///
    /// @param recordsBefore how many records were made of all that came before, and `bytesBefore`
    ///   how many bytes they have
    /// @param frameBytes a frame ends as soon as it has so many
    public record Place(long recordsBefore, long bytesBefore, long frameBytes) {}

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

        int checksum() {
            ByteBuffer lengths = ByteBuffer.allocate(records.size() * Integer.BYTES);
            records.forEach(record -> lengths.putInt(record.length));
            CRC32C checksum = new CRC32C();
            checksum.update(lengths.flip());
            records.forEach(record -> checksum.update(record, 0, record.length));
            return (int) checksum.getValue();
        }
    }

    private final List<SourceRecord> records;
    private final LogSpan span;
    private final long frameBytes;
    private final OpenNames open;
    private final Frames frames;
    private final Map<Partition, Gathered> gathered = new HashMap<>();
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
    public SpanWriter(
            List<SourceRecord> records, LogSpan span, Place place, OpenNames open, Frames frames) {
        this.records = records;
        this.span = span;
        this.recordsBefore = place.recordsBefore();
        this.bytesBefore = place.bytesBefore();
        this.frameBytes = place.frameBytes();
        this.open = open;
        this.frames = frames;
        this.start = span.start();
        this.end = span.start();
    }

    @Override
    public boolean opens(Partition partition) {
        return open.opens(partition);
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
                gather(some.pieces(), record.arrival());
                gather(some.failed(), record.arrival());
            }
            case Processed.Dropped none -> dropped++;
            case Processed.Failed all -> {
                failed++;
                gather(all.pieces(), record.arrival());
            }
        }
        end = end.plus(1, record.bytes().length);
        if (bytes >= frameBytes) {
            flush();
        }
    }

    private void gather(List<Piece> pieces, Instant arrival) {
        for (Piece piece : pieces) {
            gathered.computeIfAbsent(piece.partition(), partition -> new Gathered())
                    .add(piece.bytes(), arrival);
            bytes += piece.bytes().length + RECORD_OVERHEAD_BYTES;
        }
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
        List<Partition> partitions = new ArrayList<>(gathered.keySet());
        partitions.sort(TransformedSpan.ORDER);
        TransformedSpan made = made(partitions);
        byte[] head = made.toBytes();
        RecordBatch.Builder batch =
                new RecordBatch.Builder(Math.toIntExact(head.length + made.bytes()));
        batch.add(head, head.length);
        for (Partition partition : partitions) {
            gathered(partition).records.forEach(record -> batch.add(record, record.length));
        }
        frames.keep(new Frame(made, batch.build()));
        gathered.clear();
        recordsBefore += made.records();
        bytesBefore += made.bytes();
        start = end;
        kept = 0;
        dropped = 0;
        failed = 0;
        bytes = 0;
    }

    private Gathered gathered(Partition partition) {
        return Objects.requireNonNull(gathered.get(partition));
    }

    private TransformedSpan made(List<Partition> partitions) {
        List<Run> runs = new ArrayList<>();
        int index = 1;
        int offset = 0;
        for (Partition partition : partitions) {
            Gathered each = gathered(partition);
            int count = each.records.size();
            runs.add(
                    new Run(
                            partition,
                            count,
                            index,
                            each.bytes,
                            offset,
                            each.checksum(),
                            each.oldest));
            index += count;
            offset = Math.addExact(offset, each.bytes);
        }
        return new TransformedSpan(
                new LogSpan(start, end), kept, dropped, failed, recordsBefore, bytesBefore, runs);
    }
}
