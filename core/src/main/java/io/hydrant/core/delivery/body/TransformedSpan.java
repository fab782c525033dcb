package io.hydrant.core.delivery.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What became of a span of a stream's log. The log of what was processed has one frame for each
/// span, so that all of it is there or nothing; this is the frame's first record, and the records
/// that were made follow, those of a partition together: its run. This record and each run have
/// checksums of their own, so that one partition is read without the others. Integers are
/// big-endian.
///
///     at  bytes  field
///      0      1  version: 1
///      1      8  the source span's first position
///      9      8  bytes of payload before it
///     17      8  the position after its last
///     25      8  bytes of payload before that
///     33      4  records of the span of which something was kept
///     37      4  records that were dropped
///     41      4  records of which nothing but failures is left
///     45      8  records that were made of all spans before this one
///     53      8  their bytes
///     61      4  number of runs
///     65      …  the runs, by the hash of the partition's name, in the order of their records in
///                the frame; 44 bytes each:
///                    4  hash of the name, as [String#hashCode] has it
///                    4  bytes of names before its own
///                    4  bytes of its name
///                    4  number of records, at least 1
///                    4  number of records in the frame before them, this one included
///                    4  their bytes
///                    4  bytes of the records made before them, this one not included
///                    4  CRC32C of their lengths and their payloads
///                    8  arrival of the oldest source record of theirs, milliseconds since 1970
///                    4  unused, 0
///      …      …  the names, in UTF-8
///      …      4  CRC32C of everything before
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
    /// The order of the runs in a frame.
    static final Comparator<Partition> ORDER =
            Comparator.comparingInt((Partition partition) -> partition.name().hashCode())
                    .thenComparing(Partition::name);

    private static final byte VERSION = 1;
    private static final int RUNS_AT = 65;
    private static final int COUNT_AT = RUNS_AT - Integer.BYTES;
    private static final int RUN_BYTES = 44;

    /// Neighbouring records of one partition.
    ///
    /// @param index of its first record in the frame
    /// @param offset how many bytes lie between the frame's first record and them
    /// @param checksum of their lengths and payloads
    public record Run(
            Partition partition,
            int records,
            int index,
            int bytes,
            int offset,
            int checksum,
            Instant oldestArrival) {}

    /// The same, and where in the log it is.
    public record Placed(Run run, LogPoint start) {
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

    /// How many of them are failures.
    public long failures() {
        return runs.stream()
                .filter(run -> run.partition().errorOutputType().isPresent())
                .mapToLong(Run::records)
                .sum();
    }

    /// How many bytes they have.
    public long bytes() {
        return runs.stream().mapToLong(Run::bytes).sum();
    }

    byte[] toBytes() {
        List<byte[]> names =
                runs.stream().map(run -> run.partition().name().getBytes(UTF_8)).toList();
        int nameBytes = names.stream().mapToInt(name -> name.length).sum();
        ByteBuffer bytes =
                ByteBuffer.allocate(RUNS_AT + runs.size() * RUN_BYTES + nameBytes + Integer.BYTES);
        bytes.put(VERSION);
        put(bytes, source.start());
        put(bytes, source.end());
        bytes.putInt(kept).putInt(dropped).putInt(failed);
        bytes.putLong(recordsBefore).putLong(bytesBefore).putInt(runs.size());
        int nameAt = 0;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            int length = names.get(i).length;
            bytes.putInt(run.partition().name().hashCode()).putInt(nameAt).putInt(length);
            bytes.putInt(run.records()).putInt(run.index()).putInt(run.bytes());
            bytes.putInt(run.offset()).putInt(run.checksum());
            bytes.putLong(run.oldestArrival().toEpochMilli()).putInt(0);
            nameAt += length;
        }
        names.forEach(bytes::put);
        return bytes.putInt(checksum(bytes.array(), 0, bytes.position())).array();
    }

    private static void put(ByteBuffer bytes, LogPoint point) {
        bytes.putLong(point.position()).putLong(point.payloadBytes());
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    /// Whether a record is one of these, as it was written.
    static boolean isSound(ByteBuffer record) {
        int length = record.remaining() - Integer.BYTES;
        return length >= RUNS_AT
                && record.get(record.position()) == VERSION
                && record.getInt(record.position() + length)
                        == checksum(
                                record.array(), record.arrayOffset() + record.position(), length);
    }

    /// Reads a record that is sound.
    static TransformedSpan read(ByteBuffer record) {
        ByteBuffer bytes = record.slice();
        bytes.get();
        LogSpan source = new LogSpan(point(bytes), point(bytes));
        int kept = bytes.getInt();
        int dropped = bytes.getInt();
        int failed = bytes.getInt();
        long recordsBefore = bytes.getLong();
        long bytesBefore = bytes.getLong();
        int count = bytes.getInt();
        List<Run> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            runs.add(run(bytes, i, count));
        }
        return new TransformedSpan(source, kept, dropped, failed, recordsBefore, bytesBefore, runs);
    }

    private static LogPoint point(ByteBuffer bytes) {
        return new LogPoint(bytes.getLong(), bytes.getLong());
    }

    private static Run run(ByteBuffer bytes, int number, int count) {
        int at = RUNS_AT + number * RUN_BYTES;
        byte[] name = new byte[bytes.getInt(at + 8)];
        bytes.get(RUNS_AT + count * RUN_BYTES + bytes.getInt(at + 4), name);
        return new Run(
                new Partition(new String(name, UTF_8)),
                bytes.getInt(at + 12),
                bytes.getInt(at + 16),
                bytes.getInt(at + 20),
                bytes.getInt(at + 24),
                bytes.getInt(at + 28),
                Instant.ofEpochMilli(bytes.getLong(at + 32)));
    }

    /// Looks for the run of a partition in a record that is sound, without reading the others.
    static Optional<Run> find(ByteBuffer record, Partition partition) {
        ByteBuffer bytes = record.slice();
        int count = bytes.getInt(COUNT_AT);
        int hash = partition.name().hashCode();
        for (int i = first(bytes, count, hash); i < count; i++) {
            if (bytes.getInt(RUNS_AT + i * RUN_BYTES) != hash) {
                return Optional.empty();
            }
            Run run = run(bytes, i, count);
            if (run.partition().equals(partition)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    /// The first run whose hash is not lower.
    private static int first(ByteBuffer bytes, int count, int hash) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytes.getInt(RUNS_AT + middle * RUN_BYTES) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
