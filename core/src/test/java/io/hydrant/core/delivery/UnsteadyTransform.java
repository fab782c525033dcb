package io.hydrant.core.delivery;

import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Processing that keeps, splits, partitions, drops and fails [NumberedRecord]s at random, and
/// otherwise each time that it is asked. It remembers what it answered: one of the answers about a
/// record, and nothing else, has to be delivered. It outlives the server, as a function elsewhere
/// does.
final class UnsteadyTransform implements Transform {
    static final int PARTITIONS_MAX = 2;

    static final long SIZE_BYTES = 3000;
    static final Duration INTERVAL = Duration.ofSeconds(7);

    /// Instead of the number of a piece: the record failed.
    private static final int FAILED = -1;

    private static final Partition FAILURES = Partition.failed("processing-failed");
    private static final int PARTITIONS = 4;

    /// What goes wrong.
    interface Trouble {
        void on(String when) throws IOException;
    }

    /// What became of a record.
    record Answer(NumberedRecord record, Instant at, List<NumberedPiece> pieces) {
        static Answer of(NumberedRecord record, Instant at, Processed outcome) {
            List<NumberedPiece> pieces = new ArrayList<>();
            switch (outcome) {
                case Processed.Kept kept -> {
                    add(kept.pieces(), record, pieces);
                    add(kept.failed(), record, pieces);
                }
                case Processed.Dropped dropped -> {}
                case Processed.Failed failed -> add(failed.pieces(), record, pieces);
            }
            return new Answer(record, at, pieces);
        }

        private static void add(
                List<Piece> made, NumberedRecord record, List<NumberedPiece> pieces) {
            for (Piece piece : made) {
                int number = ByteBuffer.wrap(piece.bytes()).getInt();
                pieces.add(new NumberedPiece(piece.partition().name(), record, number));
            }
        }
    }

    /// A record that was made of another: its number among them, and the other.
    record NumberedPiece(String partition, NumberedRecord record, int number) {
        int length() {
            return Integer.BYTES + record.length();
        }

        /// Reads the one that begins at `offset`.
        static NumberedPiece read(String partition, byte[] payload, int offset) {
            int number = ByteBuffer.wrap(payload).getInt(offset);
            NumberedRecord record = NumberedRecord.read(payload, offset + Integer.BYTES);
            return new NumberedPiece(partition, record, number);
        }
    }

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Integer, NavigableMap<Long, List<Answer>>> answers = new HashMap<>();
    private Trouble trouble = when -> {};

    UnsteadyTransform(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    void trouble(Trouble next) {
        trouble = next;
    }

    /// What it answered, the last time first, by the positions of the records in the log of this
    /// account. The last answer is the one that counts, unless the one before was on its way to the
    /// disk when that failed.
    NavigableMap<Long, List<Answer>> answers(int account) {
        return answers.computeIfAbsent(account, number -> new TreeMap<>());
    }

    @Override
    public long sizeBytes() {
        return SIZE_BYTES;
    }

    @Override
    public int partitionsMax() {
        return PARTITIONS_MAX;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void apply(List<SourceRecord> records, Outcomes outcomes) throws IOException {
        trouble.on("invoke");
        for (SourceRecord source : records) {
            NumberedRecord record = NumberedRecord.read(source.bytes(), 0);
            Processed outcome = outcome(source.bytes(), outcomes);
            answers(record.account())
                    .computeIfAbsent(source.position(), position -> new ArrayList<>())
                    .addFirst(Answer.of(record, clock.instant(), outcome));
            outcomes.add(outcome);
            trouble.on("invoking");
        }
        trouble.on("invoked");
    }

    private Processed outcome(byte[] record, Outcomes outcomes) {
        return switch (random.nextInt(8)) {
            case 0 -> new Processed.Dropped();
            case 1 -> new Processed.Failed(new Piece(FAILURES, piece(FAILED, record)));
            case 2 -> divided(2 + random.nextInt(4), record, outcomes);
            default -> divided(1, record, outcomes);
        };
    }

    /// Some of the pieces may fail; so do those of a partition too many.
    private Processed divided(int count, byte[] record, Outcomes outcomes) {
        List<Piece> kept = new ArrayList<>();
        List<Piece> failed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Partition partition = partition();
            boolean fails = count > 1 && random.nextInt(6) == 0 || !outcomes.opens(partition);
            (fails ? failed : kept).add(new Piece(fails ? FAILURES : partition, piece(i, record)));
        }
        return kept.isEmpty() ? new Processed.Failed(failed) : new Processed.Kept(kept, failed);
    }

    private Partition partition() {
        int number = random.nextInt(PARTITIONS);
        return number == 0 ? Partition.WHOLE : Partition.keyed("año=" + number + "/");
    }

    private static byte[] piece(int number, byte[] record) {
        return ByteBuffer.allocate(Integer.BYTES + record.length)
                .putInt(number)
                .put(record)
                .array();
    }
}
