package io.hydrant.core.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// What was sent to one stream, and what became of it.
final class Account {
    /// A batch, and whether it was acknowledged.
    private record Batch(int number, int records, boolean isAcknowledged) {}

    private final String name;
    private final List<Batch> batches = new ArrayList<>();
    private int nextBatch;

    Account(String name) {
        this.name = name;
    }

    /// Records that tell which they are: `batch.index.fill;`.
    String[] newBatch(int count, int largest, SplittableRandom random) {
        int number = nextBatch++;
        String[] records = new String[count];
        for (int i = 0; i < count; i++) {
            records[i] = number + "." + i + "." + "x".repeat(random.nextInt(largest)) + ";";
        }
        return records;
    }

    void acknowledged(String[] batch) {
        batches.add(new Batch(numberOf(batch[0]), batch.length, true));
    }

    void refused(String[] batch) {
        batches.add(new Batch(numberOf(batch[0]), batch.length, false));
    }

    private static int numberOf(String record) {
        return Integer.parseInt(record.substring(0, record.indexOf('.')));
    }

    /// Every acknowledged batch is there once, in order; one that was refused is there once or not
    /// at all; and positions have neither gap nor overlap.
    void check(List<StoredObject> objects) throws IOException {
        StringBuilder all = new StringBuilder();
        long position = 0;
        for (StoredObject object : objects) {
            String payload = new String(object.payload(), StandardCharsets.UTF_8);
            ObjectMetadata metadata = object.metadata();
            assertThat(metadata.firstPosition()).as(name + " " + metadata).isEqualTo(position);
            assertThat(payload.chars().filter(c -> c == ';').count()).isEqualTo(metadata.records());
            checkSize(metadata, payload);
            position = metadata.lastPosition() + 1;
            all.append(payload);
        }
        checkBatches(all.toString());
    }

    private static void checkSize(ObjectMetadata metadata, String payload) {
        int hint = 1024 * 1024;
        int last = payload.length() - 1 - payload.lastIndexOf(';', payload.length() - 2);
        if (metadata.reason() == CutReason.SIZE) {
            assertThat(payload.length()).isGreaterThanOrEqualTo(hint);
            assertThat(payload.length() - last).isLessThan(hint);
        } else {
            assertThat(payload.length()).isLessThan(hint);
        }
    }

    private void checkBatches(String payload) {
        Map<Integer, Batch> known = new HashMap<>();
        batches.forEach(batch -> known.put(batch.number(), batch));
        List<Integer> delivered = new ArrayList<>();
        int index = 0;
        for (String record : payload.isEmpty() ? new String[0] : payload.split(";")) {
            String[] parts = record.split("\\.");
            if (index == 0) {
                delivered.add(Integer.parseInt(parts[0]));
            }
            assertThat(record).startsWith(delivered.getLast() + "." + index + ".");
            Batch batch = requireNonNull(known.get(delivered.getLast()));
            index = index + 1 == batch.records() ? 0 : index + 1;
        }
        assertThat(index).as(name + ": the last batch is whole").isZero();
        assertThat(delivered).as(name).doesNotHaveDuplicates();
        List<Integer> acknowledged =
                batches.stream().filter(Batch::isAcknowledged).map(Batch::number).toList();
        delivered.retainAll(Set.copyOf(acknowledged));
        assertThat(delivered).as(name).isEqualTo(acknowledged);
    }
}
