package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Processing that keeps, splits, partitions, drops and fails records, and otherwise each time that
/// it is asked: each piece tells of which answer it is, and one answer about a record counts.
final class SimulatedTransform {
    private static final Partition FAILURES = Partition.failed("processing-failed");
    private static final int PARTITIONS = 3;

    /// How many pieces each answer about a record has, by the record.
    private final Map<String, List<Integer>> answers = new HashMap<>();

    private final SplittableRandom random;
    private final Troubles troubles;

    SimulatedTransform(Troubles troubles) {
        this.troubles = troubles;
        this.random = troubles.random().split();
    }

    /// How many pieces each answer has that was given about a record.
    List<Integer> answers(String record) {
        return answers.getOrDefault(record, List.of());
    }

    /// It as one process invokes it.
    Transform of(Calls calls) {
        return new Transform() {
            @Override
            public long sizeBytes() {
                return 3_000;
            }

            @Override
            public Duration interval() {
                return Duration.ofSeconds(3);
            }

            @Override
            public int partitionsMax() {
                return 2;
            }

            @Override
            public void apply(List<SourceRecord> records, Outcomes outcomes) throws IOException {
                calls.passSlowly();
                for (SourceRecord record : records) {
                    outcomes.add(outcome(new String(record.bytes(), UTF_8), outcomes));
                    troubles.maybeFail(troubles.transformFailures / 8, "The function broke");
                }
                calls.pass();
                troubles.maybeFail(troubles.transformFailures, "The function timed out");
            }
        };
    }

    private Processed outcome(String record, Transform.Outcomes outcomes) {
        List<Integer> given = answers.computeIfAbsent(record, key -> new ArrayList<>());
        int answer = given.size();
        int count =
                switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1, 2 -> 2 + random.nextInt(3);
                    default -> 1;
                };
        given.add(count);
        List<Piece> kept = new ArrayList<>();
        List<Piece> failed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Partition wanted = partition();
            boolean fails = random.nextInt(6) == 0 || !outcomes.opens(wanted);
            byte[] bytes = "%d %d %s".formatted(answer, i, record).getBytes(UTF_8);
            (fails ? failed : kept).add(new Piece(fails ? FAILURES : wanted, bytes));
        }
        if (count == 0) {
            return new Processed.Dropped();
        }
        return kept.isEmpty() ? new Processed.Failed(failed) : new Processed.Kept(kept, failed);
    }

    private Partition partition() {
        int number = random.nextInt(PARTITIONS);
        return number == 0 ? Partition.WHOLE : Partition.keyed("part=" + number + "/");
    }
}
