package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.delivery.body.SpanReader;
import io.hydrant.core.delivery.body.TransformedSpan;
import io.hydrant.core.delivery.body.TransformedSpan.Placed;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The open objects of a log of processed records, whose frames are [TransformedSpan]s. The log is
/// read as far as `through`; of each partition what was read is in an object, up to where
/// `assigned` says, or in its open object.
final class Divided implements Partitions {
    private final StreamLog log;

    /// What is in the log.
    private final Supplier<Transformed> made;

    /// The next record to take in, or the frame of it.
    private LogPoint through;

    /// How many records lie before that or are assigned, and how many bytes they have.
    private long takenIn;

    private long takenInBytes;

    /// Where the last object of a partition ends. Those that everything before is done with are
    /// left out.
    private final Map<Partition, LogPoint> assigned;

    /// In the order in which they began.
    private final Map<Partition, OpenPart> open;

    private Divided(
            StreamLog log,
            Supplier<Transformed> made,
            LogPoint through,
            Map<Partition, LogPoint> assigned,
            Map<Partition, OpenPart> open) {
        this.log = log;
        this.made = made;
        this.through = through;
        this.assigned = new HashMap<>(assigned);
        this.open = new LinkedHashMap<>(open);
    }

    /// Nothing is open yet. What comes before `sealed`, or before where a partition is ahead, is
    /// not taken in again.
    static Divided from(
            StreamLog log,
            Supplier<Transformed> made,
            LogPoint sealed,
            Map<Partition, LogPoint> ahead)
            throws IOException {
        Divided divided = new Divided(log, made, sealed, ahead, Map.of());
        divided.count();
        divided.countAhead();
        return divided;
    }

    /// Counts what lies before the first record to take in.
    private void count() throws IOException {
        takenIn = made.get().records();
        takenInBytes = made.get().bytes();
        try (SpanReader reader = new SpanReader(log, through)) {
            if (through.position() < made.get().end().position() && reader.next()) {
                TransformedSpan span = reader.span();
                takenIn = span.recordsBefore();
                takenInBytes = span.bytesBefore();
                LogPoint first = reader.first();
                if (through.position() > first.position()) {
                    takenIn += through.position() - first.position();
                    takenInBytes += through.payloadBytes() - first.payloadBytes();
                }
            }
        }
    }

    /// Counts what lies behind that and is assigned all the same.
    private void countAhead() throws IOException {
        LogPoint last = assigned.values().stream().reduce(through, LogPoint::later);
        try (SpanReader reader = new SpanReader(log, through)) {
            while (reader.end().position() < last.position() && reader.next()) {
                reader.placed().forEach(this::countAhead);
            }
        }
    }

    private void countAhead(Placed placed) {
        LogPoint done = assigned.getOrDefault(placed.run().partition(), through);
        LogPoint from = placed.start().later(through);
        LogPoint to = done.earlier(placed.end());
        if (from.position() < to.position()) {
            takenIn += to.position() - from.position();
            takenInBytes += to.payloadBytes() - from.payloadBytes();
        }
    }

    @Override
    public Divided copy() {
        Divided copy = new Divided(log, made, through, assigned, open);
        copy.takenIn = takenIn;
        copy.takenInBytes = takenInBytes;
        return copy;
    }

    /// What a span adds that is still being transformed is not seen before its end.
    @Override
    public Optional<OpenObject> fill(long sizeBytes) throws IOException {
        long end = made.get().end().position();
        Optional<OpenPart> full = full(sizeBytes);
        if (full.isPresent() || through.position() >= end) {
            return full.map(part -> part);
        }
        try (SpanReader reader = new SpanReader(log, through)) {
            while (full.isEmpty() && reader.end().position() < end && reader.next()) {
                full = takeIn(reader, sizeBytes);
            }
        }
        return full.map(part -> part);
    }

    private Optional<OpenPart> full(long sizeBytes) {
        return open.values().stream().filter(part -> part.payloadBytes() >= sizeBytes).findFirst();
    }

    /// Takes in the rest of a frame, unless an object is full before.
    private Optional<OpenPart> takeIn(SpanReader frame, long sizeBytes) throws IOException {
        for (Placed placed : frame.placed()) {
            LogPoint from = placed.start().later(through);
            if (from.position() < placed.end().position()) {
                Optional<OpenPart> full = takeIn(frame, placed, from, sizeBytes);
                if (full.isPresent()) {
                    return full;
                }
            }
        }
        through = frame.end();
        return Optional.empty();
    }

    /// Takes in what a run has from there on, but for what is assigned, and after the record that
    /// fills the object.
    private Optional<OpenPart> takeIn(
            SpanReader frame, Placed placed, LogPoint unread, long sizeBytes) throws IOException {
        Partition partition = placed.run().partition();
        through = placed.end();
        LogPoint from = unread.later(assigned.getOrDefault(partition, LogPoint.START));
        if (from.position() >= placed.end().position()) {
            return Optional.empty();
        }
        OpenPart before = open.get(partition);
        long room = sizeBytes - (before == null ? 0 : before.payloadBytes());
        boolean isFull = placed.end().payloadBytes() - from.payloadBytes() >= room;
        through = isFull ? filled(frame, placed, from, room) : placed.end();
        long records = through.position() - from.position();
        long bytes = through.payloadBytes() - from.payloadBytes();
        takenIn += records;
        takenInBytes += bytes;
        Instant oldest = placed.run().oldestArrival();
        OpenPart grown =
                before == null
                        ? new OpenPart(
                                partition, from, through, records, bytes, frame.arrival(), oldest)
                        : before.plus(through, records, bytes, oldest);
        open.put(partition, grown);
        return isFull ? Optional.of(grown) : Optional.empty();
    }

    /// Behind the record with which there are so many bytes.
    private static LogPoint filled(SpanReader frame, Placed placed, LogPoint from, long bytes)
            throws IOException {
        ByteBuffer lengths = frame.lengths(placed.run());
        int index = Math.toIntExact(from.position() - placed.start().position());
        LogPoint end = from;
        do {
            end = end.plus(1, lengths.getInt(index * Integer.BYTES));
            index++;
        } while (end.payloadBytes() - from.payloadBytes() < bytes);
        return end;
    }

    @Override
    public Collection<OpenObject> open() {
        return List.copyOf(open.values());
    }

    /// What was taken in ends with the record that reaches the size, so that nothing is split off.
    @Override
    public Cut cut(OpenObject object, long sizeBytes) {
        OpenPart part = open.remove(object.partition());
        if (part == null) {
            throw new IllegalStateException("There is no open " + object);
        }
        assigned.put(part.partition(), part.end());
        forgetWhatIsDone();
        return new Cut(part.part(), part.payloadBytes() >= sizeBytes, part.oldestArrival());
    }

    private void forgetWhatIsDone() {
        LogPoint sealed = sealed();
        assigned.values().removeIf(end -> end.position() <= sealed.position());
    }

    @Override
    public List<Expired.Range> giveUp(Instant until) throws IOException {
        List<Expired.Range> ranges = new ArrayList<>();
        for (OpenPart part : List.copyOf(open.values())) {
            Overdue overdue = Overdue.find(log, part.part(), until);
            if (overdue.part().isPresent()) {
                Part lost = overdue.part().get();
                ranges.add(Expired.Range.of(lost, part.oldestArrival(), false));
                assigned.put(part.partition(), lost.end());
                shorten(part, overdue);
            }
        }
        forgetWhatIsDone();
        return ranges;
    }

    private void shorten(OpenPart part, Overdue overdue) throws IOException {
        if (overdue.rest().isEmpty()) {
            open.remove(part.partition());
            return;
        }
        Part rest = overdue.rest().get();
        open.put(
                part.partition(),
                new OpenPart(
                        part.partition(),
                        rest.start(),
                        rest.end(),
                        rest.records(),
                        rest.payloadBytes(),
                        Overdue.arrival(log, rest.start()),
                        overdue.oldestOfRest().orElseThrow()));
    }

    @Override
    public LogPoint through() {
        return through;
    }

    @Override
    public LogPoint sealed() {
        LogPoint sealed = through;
        for (OpenPart part : open.values()) {
            sealed = sealed.earlier(part.start());
        }
        return sealed;
    }

    @Override
    public Map<Partition, LogPoint> ahead() {
        return Map.copyOf(assigned);
    }

    @Override
    public long takenIn() {
        return takenIn;
    }

    @Override
    public long recordCount() {
        return made.get().records();
    }

    @Override
    public long bytesLeft() {
        return made.get().bytes() - takenInBytes;
    }

    /// The stream's own transforms append to the log, and ask for a step then.
    @Override
    public Optional<LogPoint> nextWake(long sizeBytes) {
        return Optional.empty();
    }
}
