package io.hydrant.core.delivery.body;

import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSpan;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// The records of a span, straight from the log. For one thread.
final class SpanRecords implements Records {
    private final LogReader reader;
    private final LogSpan span;

    /// How many records of the frame that is shown lie before the span, and up to its end.
    private int first;

    private int last;

    private ByteBuffer payloads = ByteBuffer.allocate(0);

    /// @param reader whose next frame holds the span's first record; closed with this
    SpanRecords(LogReader reader, LogSpan span) {
        this.reader = reader;
        this.span = span;
    }

    @Override
    public boolean next() throws IOException {
        if (reader.end().position() >= span.end().position()) {
            return false;
        }
        if (!reader.next()) {
            throw new EOFException(
                    "The log ends at %s, before %s".formatted(reader.end(), span.end()));
        }
        long position = reader.start().position();
        first = (int) Math.max(0, span.start().position() - position);
        last = (int) (Math.min(span.end().position(), reader.end().position()) - position);
        long bytes = reader.start().payloadBytes();
        payloads = reader.payloads();
        long end = Math.min(payloads.limit(), span.end().payloadBytes() - bytes);
        payloads.limit((int) end).position((int) Math.max(0, span.start().payloadBytes() - bytes));
        return true;
    }

    @Override
    public ByteBuffer payloads() {
        return payloads;
    }

    @Override
    public ByteBuffer lengths() throws IOException {
        ByteBuffer lengths = reader.lengths();
        int from = lengths.position();
        lengths.limit(from + last * Integer.BYTES).position(from + first * Integer.BYTES);
        return lengths;
    }

    @Override
    public boolean isSealed() {
        return reader.isSealed();
    }

    @Override
    public Instant arrival() {
        return reader.arrival();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
