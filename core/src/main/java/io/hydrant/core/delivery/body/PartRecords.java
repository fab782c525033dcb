package io.hydrant.core.delivery.body;

import io.hydrant.core.delivery.body.TransformedSpan.Placed;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// The records of one partition, of a log whose frames are [TransformedSpan]s. Of each frame its
/// own run is read alone. For one thread.
public final class PartRecords implements Records {
    private final SpanReader reader;
    private final Part part;

    /// Room for the lengths of the largest run so far.
    private ByteBuffer table = ByteBuffer.allocate(0);

    private ByteBuffer payloads = ByteBuffer.allocate(0);
    private ByteBuffer lengths = ByteBuffer.allocate(0);
    private LogPoint start = LogPoint.START;
    private LogPoint end = LogPoint.START;
    private Instant oldestArrival = Instant.MIN;

    public PartRecords(StreamLog log, Part part) throws IOException {
        this.reader = new SpanReader(log, part.start());
        this.part = part;
    }

    @Override
    public boolean next() throws IOException {
        while (reader.end().position() < part.end().position()) {
            if (!reader.next()) {
                throw new EOFException(
                        "The log ends at %s, before %s".formatted(reader.end(), part.end()));
            }
            Optional<Placed> run = reader.placed(part.partition());
            if (run.isPresent() && show(run.get())) {
                return true;
            }
        }
        return false;
    }

    /// Whether there are records of the run within the part.
    private boolean show(Placed placed) throws IOException {
        int first = within(part.start(), placed);
        int last = within(part.end(), placed);
        if (first == last) {
            return false;
        }
        int tableBytes = placed.run().records() * Integer.BYTES;
        if (table.capacity() < tableBytes) {
            table = ByteBuffer.allocate(Math.max(tableBytes, 2 * table.capacity()));
        }
        ByteBuffer run = reader.payloads(placed.run(), table.clear());
        int skipped = bytes(0, first);
        int shown = bytes(first, last);
        lengths = table.slice(first * Integer.BYTES, (last - first) * Integer.BYTES);
        payloads = run.limit(run.position() + skipped + shown).position(run.position() + skipped);
        start = placed.start().plus(first, skipped);
        end = start.plus(last - first, shown);
        oldestArrival = placed.run().oldestArrival();
        return true;
    }

    /// How many records of the run lie before this point.
    private static int within(LogPoint point, Placed placed) {
        return Math.clamp(point.position() - placed.start().position(), 0, placed.run().records());
    }

    private int bytes(int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += table.getInt(i * Integer.BYTES);
        }
        return bytes;
    }

    @Override
    public ByteBuffer payloads() {
        return payloads;
    }

    @Override
    public ByteBuffer lengths() {
        return lengths.duplicate();
    }

    /// Where the records that are shown begin.
    public LogPoint start() {
        return start;
    }

    /// And where they end.
    public LogPoint end() {
        return end;
    }

    @Override
    public boolean isSealed() {
        return reader.isSealed();
    }

    @Override
    public Instant arrival() {
        return reader.arrival();
    }

    /// When the oldest record came that one of them was made of.
    public Instant oldestArrival() {
        return oldestArrival;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
