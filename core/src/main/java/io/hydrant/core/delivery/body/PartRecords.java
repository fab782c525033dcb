package io.hydrant.core.delivery.body;

import io.hydrant.core.delivery.body.TransformedSpan.Placed;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// The records of one partition, of a log whose frames are [TransformedSpan]s. For one thread.
public final class PartRecords implements Records {
    private final LogReader reader;
    private final Part part;
    private ByteBuffer payloads = ByteBuffer.allocate(0);
    private ByteBuffer lengths = ByteBuffer.allocate(0);
    private LogPoint start = LogPoint.START;
    private LogPoint end = LogPoint.START;
    private Instant oldestArrival = Instant.MIN;

    /// @param reader whose next frame holds the part's first record; closed with this
    public PartRecords(LogReader reader, Part part) {
        this.reader = reader;
        this.part = part;
    }

    @Override
    public boolean next() throws IOException {
        while (reader.end().position() < part.end().position()) {
            if (!reader.next()) {
                throw new EOFException(
                        "The log ends at %s, before %s".formatted(reader.end(), part.end()));
            }
            ByteBuffer frame = reader.payloads();
            Optional<Placed> run = run(TransformedSpan.read(frame.duplicate()));
            if (run.isPresent() && show(run.get(), frame)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Placed> run(TransformedSpan span) throws IOException {
        return span.placed(reader).stream()
                .filter(placed -> placed.run().partition().equals(part.partition()))
                .findFirst();
    }

    /// Whether there are records of the run within the part.
    private boolean show(Placed placed, ByteBuffer frame) throws IOException {
        int first = within(part.start(), placed);
        int last = within(part.end(), placed);
        ByteBuffer table = reader.lengths();
        int base = table.position() + placed.index() * Integer.BYTES;
        int skipped = bytes(table, base, 0, first);
        int shown = bytes(table, base, first, last);
        table.limit(base + last * Integer.BYTES).position(base + first * Integer.BYTES);
        lengths = table;
        long runAt = placed.start().payloadBytes() - reader.start().payloadBytes();
        int from = frame.position() + (int) runAt + skipped;
        payloads = frame.limit(from + shown).position(from);
        start = placed.start().plus(first, skipped);
        end = start.plus(last - first, shown);
        oldestArrival = placed.run().oldestArrival();
        return first < last;
    }

    /// How many records of the run lie before this point.
    private static int within(LogPoint point, Placed placed) {
        return Math.clamp(point.position() - placed.start().position(), 0, placed.run().records());
    }

    private static int bytes(ByteBuffer lengths, int base, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += lengths.getInt(base + i * Integer.BYTES);
        }
        return bytes;
    }

    @Override
    public ByteBuffer payloads() {
        return payloads;
    }

    @Override
    public ByteBuffer lengths() {
        return lengths;
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
