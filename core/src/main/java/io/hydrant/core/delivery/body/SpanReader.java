package io.hydrant.core.delivery.body;

import io.hydrant.core.delivery.body.TransformedSpan.Placed;
import io.hydrant.core.delivery.body.TransformedSpan.Run;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads a log whose frames are [TransformedSpan]s, frame by frame; of each frame only what is
/// asked for. Call [#next] first; buffers are valid until the next call. For one thread.
public final class SpanReader implements AutoCloseable {
    private final StreamLog log;
    private final LogReader reader;

    /// The first record of the frame that is shown; empty while nobody asked.
    private Optional<ByteBuffer> head = Optional.empty();

    /// @param from in the first frame that [#next] shows
    public SpanReader(StreamLog log, LogPoint from) throws IOException {
        this.log = log;
        this.reader = log.headers(from);
    }

    /// Moves to the next frame; false at the end.
    public boolean next() throws IOException {
        head = Optional.empty();
        return reader.next();
    }

    /// The start of the frame that is shown; before the first, where reading begins, or before it.
    public LogPoint start() {
        return reader.start();
    }

    /// The end of the frame that is shown; before the first, its start.
    public LogPoint end() {
        return reader.end();
    }

    /// When its records came into the log.
    public Instant arrival() {
        return reader.arrival();
    }

    /// Whether the frame is kept encrypted.
    boolean isSealed() {
        return reader.isSealed();
    }

    /// What the frame holds.
    public TransformedSpan span() throws IOException {
        return TransformedSpan.read(head());
    }

    /// Where the frame's first run begins.
    public LogPoint first() throws IOException {
        return reader.start().plus(1, head().remaining());
    }

    /// Its runs.
    public List<Placed> placed() throws IOException {
        List<Placed> placed = new ArrayList<>();
        for (Run run : span().runs()) {
            placed.add(placed(run));
        }
        return placed;
    }

    /// The run of one partition, if the frame has one.
    public Optional<Placed> placed(Partition partition) throws IOException {
        Optional<Run> run = TransformedSpan.find(head(), partition);
        return run.isPresent() ? Optional.of(placed(run.get())) : Optional.empty();
    }

    private Placed placed(Run run) throws IOException {
        LogPoint start = reader.start().plus(run.index(), (long) head().remaining() + run.offset());
        return new Placed(run, start);
    }

    /// The lengths of a run's records. Not checked.
    public ByteBuffer lengths(Run run) throws IOException {
        return reader.lengths(run.index(), run.records());
    }

    /// A run's records, after a check that they are what was written: the lengths, which are in
    /// `table` then, and what is returned.
    ///
    /// @param table holds the lengths of as many records
    ByteBuffer payloads(Run run, ByteBuffer table) throws IOException {
        table.put(lengths(run)).flip();
        ByteBuffer payloads = reader.payloads(head().remaining() + run.offset(), run.bytes());
        if (checksum(table, payloads) != run.checksum()) {
            throw log.stopForRecords(
                    "records with checksum %08x at %s"
                            .formatted(run.checksum(), placed(run).start()),
                    "checksum %08x".formatted(checksum(table, payloads)));
        }
        return payloads;
    }

    private static int checksum(ByteBuffer lengths, ByteBuffer payloads) {
        CRC32C checksum = new CRC32C();
        checksum.update(lengths.duplicate());
        checksum.update(payloads.duplicate());
        return (int) checksum.getValue();
    }

    private ByteBuffer head() throws IOException {
        if (head.isPresent()) {
            return head.get();
        }
        int length = reader.lengths(0, 1).getInt();
        ByteBuffer read = ByteBuffer.allocate(length).put(reader.payloads(0, length)).flip();
        if (!TransformedSpan.isSound(read)) {
            throw log.stopForRecords(
                    "a span of processed records at " + reader.start(),
                    "%d other bytes".formatted(length));
        }
        head = Optional.of(read);
        return read;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
