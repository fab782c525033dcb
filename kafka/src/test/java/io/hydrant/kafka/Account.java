package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.log.BackupLog;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What was sent to one stream, which of it was acknowledged, and what has to become of it.
final class Account {
    private final DeliveryStream stream;
    private final List<List<String>> batches = new ArrayList<>();
    private final Set<Integer> acknowledged = new HashSet<>();

    Account(DeliveryStream stream) {
        this.stream = stream;
    }

    DeliveryStream stream() {
        return stream;
    }

    /// The number of a batch that is sent now.
    int send(int count, int padding) {
        int number = batches.size();
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add("%s %d %d %s\n".formatted(stream.name(), number, i, "x".repeat(padding)));
        }
        batches.add(records);
        return number;
    }

    RecordBatch batch(int number) {
        return RecordBatch.of(
                batches.get(number).stream().map(record -> record.getBytes(UTF_8)).toList());
    }

    void acknowledged(int number) {
        acknowledged.add(number);
    }

    /// Whether the last batch was.
    boolean isAcknowledged() {
        return acknowledged.contains(batches.size() - 1);
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    /// Every acknowledged batch is there once, whole, one that was not at most once; each object
    /// holds what comes next in the topic.
    void check(SimulatedKafka kafka, SimulatedStore store, SimulatedTransform transform) {
        List<String> expected = counted(kafka.everything("t." + stream.logId()));
        checkSent(expected);
        List<SimulatedStore.Put> objects = store.of(stream.logId());
        if (SimulatedNode.isProcessed(stream)) {
            check(objects.isEmpty(), "unprocessed: %s", objects);
            checkProcessed(expected, store.of(ProcessedLog.idOf(stream.logId())), transform);
        } else {
            checkObjects("delivered", expected, objects);
        }
        if (stream.forBackup().isPresent()) {
            checkObjects("backed up", expected, store.of(BackupLog.idOf(stream.logId())));
        }
    }

    /// The records of a topic, without repeats: told apart by all that they are.
    private static List<String> counted(List<Message> messages) {
        List<String> records = new ArrayList<>();
        Set<String> requests = new HashSet<>();
        for (Message message : messages) {
            byte[] value = message.value();
            LooseFrame frame = LooseFrame.read(value == null ? new byte[0] : value).orElseThrow();
            List<String> found = records(frame);
            if (frame.name().isEmpty() || requests.add(frame.name().get() + " " + found)) {
                records.addAll(found);
            }
        }
        return records;
    }

    private static List<String> records(LooseFrame frame) {
        List<String> records = new ArrayList<>();
        ByteBuffer lengths = frame.lengths(0, frame.recordCount());
        ByteBuffer payloads = frame.payloads(0, frame.payloadBytes());
        while (lengths.hasRemaining()) {
            byte[] record = new byte[lengths.getInt()];
            payloads.get(record);
            records.add(new String(record, UTF_8));
        }
        return records;
    }

    private void checkSent(List<String> expected) {
        Map<String, Integer> counts = new HashMap<>();
        expected.forEach(record -> counts.merge(record, 1, Integer::sum));
        for (int number = 0; number < batches.size(); number++) {
            Set<Integer> found = new HashSet<>();
            for (String record : batches.get(number)) {
                found.add(counts.getOrDefault(record, 0));
            }
            boolean isRight =
                    acknowledged.contains(number)
                            ? found.equals(Set.of(1))
                            : found.equals(Set.of(1)) || found.equals(Set.of(0));
            check(isRight, "batch %d is in the topic so often: %s", number, found);
        }
    }

    private void checkObjects(
            String what, List<String> expected, List<SimulatedStore.Put> objects) {
        int position = 0;
        for (SimulatedStore.Put object : objects) {
            check(
                    object.metadata().firstPosition() == position,
                    "%s: %s where %d was to come",
                    what,
                    object.metadata(),
                    position);
            for (String line : lines(object)) {
                check(
                        position < expected.size() && expected.get(position).equals(line),
                        "%s: at %d there is %s",
                        what,
                        position,
                        line);
                position++;
            }
            check(
                    object.metadata().lastPosition() == position - 1,
                    "%s: %s ends at %d",
                    what,
                    object.metadata(),
                    position);
        }
        check(position == expected.size(), "%s: %d of %d records", what, position, expected.size());
    }

    private static List<String> lines(SimulatedStore.Put object) {
        List<String> lines = new ArrayList<>();
        new String(object.bytes(), UTF_8).lines().forEach(line -> lines.add(line + "\n"));
        return lines;
    }

    /// Of each record all pieces of one answer, each once; and in each partition in the order of
    /// the records.
    private void checkProcessed(
            List<String> expected, List<SimulatedStore.Put> objects, SimulatedTransform transform) {
        Map<String, List<String>> byPartition = new LinkedHashMap<>();
        for (SimulatedStore.Put object : objects) {
            byPartition
                    .computeIfAbsent(object.metadata().partition(), name -> new ArrayList<>())
                    .addAll(lines(object));
        }
        Map<String, Integer> places = new HashMap<>();
        expected.forEach(record -> places.put(record, places.size()));
        Map<String, Map<Integer, Set<Integer>>> found = new TreeMap<>();
        byPartition.forEach((partition, pieces) -> {
            long before = -1;
            for (String piece : pieces) {
                String[] parts = piece.split(" ", 3);
                int number = Integer.parseInt(parts[1]);
                boolean isNew =
                        found.computeIfAbsent(parts[2], record -> new TreeMap<>())
                                .computeIfAbsent(
                                        Integer.parseInt(parts[0]), answer -> new HashSet<>())
                                .add(number);
                check(isNew, "twice: %s", piece);
                long place = places.getOrDefault(parts[2], -1) * 10L + number;
                check(place > before, "out of order in %s: %s", partition, piece);
                before = place;
            }
        });
        for (String record : expected) {
            Map<Integer, Set<Integer>> answers = found.getOrDefault(record, Map.of());
            List<Integer> given = transform.answers(record);
            boolean isRight =
                    answers.isEmpty()
                            ? given.contains(0)
                            : answers.size() == 1
                                    && answers.entrySet().stream()
                                            .allMatch(answer ->
                                                    answer.getValue().size()
                                                            == given.get(answer.getKey()));
            check(
                    isRight,
                    "answered with %s pieces, there are %s, of %.40s",
                    given,
                    answers,
                    record);
        }
        check(places.keySet().containsAll(found.keySet()), "processed, and never sent: %s", found);
    }

    private void check(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            throw new AssertionError(stream.name() + ": " + otherwise.formatted(values));
        }
    }
}
