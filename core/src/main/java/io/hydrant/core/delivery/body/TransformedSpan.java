package io.hydrant.core.delivery.body;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What became of a span of a stream's log. The log of what was processed has one frame for each
/// span, so that all of it is there or nothing; this is the frame's first record, and the records
/// that were made follow, those of a partition together. Integers are big-endian.
///
///     at  bytes  field
///      0      1  version: 1
///      1      8  the source span's first position
///      9      8  bytes of payload before it
///     17      8  the position after its last
///     25      8  bytes of payload before that
///     33      4  records of the span that were kept, as one or more
///     37      4  records that were dropped
///     41      4  records that failed
///     45      8  records that were made of all spans before this one
///     53      8  their bytes
///     61      4  number of runs
///     65      …  the runs: for each partition, in the order of its records in the frame
///                    2  length of the partition's name, unsigned
///                    n  the name, in UTF-8
///                    4  number of records, at least 1
///                    4  their bytes
///                    8  arrival of the oldest source record of theirs, milliseconds since 1970
///
/// @param recordsBefore how many records were made of all spans before, and `bytesBefore` how many
///   bytes they have
public record TransformedSpan(
        LogSpan source,
        int kept,
        int dropped,
        int failed,
        long recordsBefore,
        long bytesBefore,
        List<Run> runs) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 65;
    private static final int FIXED_BYTES_OF_RUN = 18;
    private static final int NAME_BYTES_MAX = 0xFFFF;

    /// Neighbouring records of one partition.
    public record Run(Partition partition, int records, int bytes, Instant oldestArrival) {
        private byte[] name() {
            byte[] name = partition.name().getBytes(StandardCharsets.UTF_8);
            if (name.length > NAME_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "A partition's name of %d bytes: %s…"
                                .formatted(name.length, partition.name().substring(0, 80)));
            }
            return name;
        }
    }

    /// The same, and where in the log they are.
    ///
    /// @param index of its first record in the frame
    public record Placed(Run run, LogPoint start, int index) {
        public LogPoint end() {
            return start.plus(run.records(), run.bytes());
        }
    }

    /// Every record of the span has one outcome.
    public TransformedSpan {
        runs = List.copyOf(runs);
        if ((long) kept + dropped + failed != source.recordCount()) {
            throw new IllegalArgumentException(
                    "%d kept, %d dropped and %d failed are not the records of %s"
                            .formatted(kept, dropped, failed, source));
        }
    }

    /// How many records were made.
    public long records() {
        return runs.stream().mapToLong(Run::records).sum();
    }

    /// How many bytes they have.
    public long bytes() {
        return runs.stream().mapToLong(Run::bytes).sum();
    }

    byte[] toBytes() {
        List<byte[]> names = runs.stream().map(Run::name).toList();
        int length = names.stream().mapToInt(name -> name.length + FIXED_BYTES_OF_RUN).sum();
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + length).put(VERSION);
        put(bytes, source.start());
        put(bytes, source.end());
        bytes.putInt(kept).putInt(dropped).putInt(failed);
        bytes.putLong(recordsBefore).putLong(bytesBefore).putInt(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            bytes.putShort((short) names.get(i).length).put(names.get(i));
            bytes.putInt(run.records()).putInt(run.bytes());
            bytes.putLong(run.oldestArrival().toEpochMilli());
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, LogPoint point) {
        bytes.putLong(point.position()).putLong(point.payloadBytes());
    }

    /// Reads the frame that is shown.
    public static TransformedSpan shown(LogReader frame) throws IOException {
        return read(frame.payloads());
    }

    /// Reads from where a frame's payloads begin; moves behind it.
    static TransformedSpan read(ByteBuffer bytes) {
        byte version = bytes.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "A span of processed records of version " + version + ", not " + VERSION);
        }
        LogSpan source = new LogSpan(point(bytes), point(bytes));
        int kept = bytes.getInt();
        int dropped = bytes.getInt();
        int failed = bytes.getInt();
        long recordsBefore = bytes.getLong();
        long bytesBefore = bytes.getLong();
        int count = bytes.getInt();
        List<Run> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Short.toUnsignedInt(bytes.getShort())];
            bytes.get(name);
            runs.add(
                    new Run(
                            new Partition(new String(name, StandardCharsets.UTF_8)),
                            bytes.getInt(),
                            bytes.getInt(),
                            Instant.ofEpochMilli(bytes.getLong())));
        }
        return new TransformedSpan(source, kept, dropped, failed, recordsBefore, bytesBefore, runs);
    }

    private static LogPoint point(ByteBuffer bytes) {
        return new LogPoint(bytes.getLong(), bytes.getLong());
    }

    /// Its runs, of the frame that is shown.
    public List<Placed> placed(LogReader frame) throws IOException {
        LogPoint at = frame.start().plus(1, frame.lengths().getInt());
        List<Placed> placed = new ArrayList<>(runs.size());
        int index = 1;
        for (Run run : runs) {
            Placed here = new Placed(run, at, index);
            placed.add(here);
            at = here.end();
            index += run.records();
        }
        return placed;
    }
}
