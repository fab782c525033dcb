package io.hydrant.columnar.reading;

import java.io.Closeable;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.ColumnEncoding;
import org.apache.orc.OrcProto.Stream;
import org.apache.orc.impl.IntegerReader;
import org.apache.orc.impl.RunLengthIntegerReader;
import org.apache.orc.impl.RunLengthIntegerReaderV2;

/// The streams of one stripe, by column and kind, and what its footer says.
final class OrcStripe implements Closeable {
    private record Key(int column, Stream.Kind kind) {}

    private record Run(long at, long length) {}

    private final OrcTail file;
    private final OrcProto.StripeFooter footer;
    private final Map<Key, Run> runs = new HashMap<>();
    private final List<OrcStream> opened = new ArrayList<>();
    private final int bufferBytes;
    private long taken;

    private OrcStripe(OrcTail file, OrcProto.StripeFooter footer, long at) {
        this.file = file;
        this.footer = footer;
        this.bufferBytes = file.room().bufferBytes(footer.getStreamsCount());
        long next = at;
        for (Stream stream : footer.getStreamsList()) {
            runs.put(
                    new Key(stream.getColumn(), stream.getKind()),
                    new Run(next, stream.getLength()));
            next += stream.getLength();
        }
    }

    static OrcStripe open(OrcTail file, OrcProto.StripeInformation stripe) throws IOException {
        long footerAt = stripe.getOffset() + stripe.getIndexLength() + stripe.getDataLength();
        byte[] footer = file.unpacked(footerAt, stripe.getFooterLength());
        return new OrcStripe(file, OrcProto.StripeFooter.parseFrom(footer), stripe.getOffset());
    }

    ColumnEncoding encoding(int column) throws IOException {
        if (column >= footer.getColumnsCount()) {
            throw UnreadableFileException.damaged("a stripe has fewer columns than the file");
        }
        return footer.getColumns(column);
    }

    /// Where the writer was, whose clock times are by.
    ZoneId zone() {
        return footer.hasWriterTimezone()
                ? TimeZone.getTimeZone(footer.getWriterTimezone()).toZoneId()
                : ZoneId.of("UTC");
    }

    boolean isProlepticGregorian() {
        return file.footer().getCalendar() == OrcProto.CalendarKind.PROLEPTIC_GREGORIAN;
    }

    boolean has(int column, Stream.Kind kind) {
        return runs.containsKey(new Key(column, kind));
    }

    /// A stream that is not there is empty: a column without values has none.
    OrcStream stream(int column, Stream.Kind kind) throws IOException {
        Run run = runs.getOrDefault(new Key(column, kind), new Run(0, 0));
        RunInput in = RunInput.of(file.source(), run.at(), run.length(), bufferBytes);
        OrcStream stream = file.unpacking(in);
        opened.add(stream);
        return stream;
    }

    IntegerReader integers(int column, Stream.Kind kind, boolean isSigned) throws IOException {
        OrcStream stream = stream(column, kind);
        return switch (encoding(column).getKind()) {
            case DIRECT, DICTIONARY -> new RunLengthIntegerReader(stream, isSigned);
            case DIRECT_V2, DICTIONARY_V2 -> new RunLengthIntegerReaderV2(stream, isSigned, false);
        };
    }

    /// Takes room until the stripe is read.
    void take(long bytes) throws IOException {
        file.room().take(bytes);
        taken += bytes;
    }

    Room room() {
        return file.room();
    }

    @Override
    public void close() {
        opened.forEach(OrcStream::close);
        file.room().give(taken);
        taken = 0;
    }
}
