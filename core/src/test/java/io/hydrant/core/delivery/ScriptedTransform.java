package io.hydrant.core.delivery;

import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Does what the record says: `drop`, `fail`, `year=2026 some text`, `many`; other text is kept.
/// What goes wrong is set from outside.
final class ScriptedTransform implements Transform {
    static final int PARTITIONS_MAX = 2;

    /// What is made of `many`.
    static final int MANY = 40;

    /// How often each record was asked about.
    final Map<Long, Integer> asked = new TreeMap<>();

    int many = MANY;
    boolean isDown;

    /// Whether it does not answer after all was said.
    boolean failsAtTheEnd;

    /// Happens after each record.
    Runnable onRecord = () -> {};

    /// How often it was called.
    int calls;

    @Override
    public long sizeBytes() {
        return 400;
    }

    @Override
    public int partitionsMax() {
        return PARTITIONS_MAX;
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void apply(List<SourceRecord> records, Outcomes outcomes) throws IOException {
        calls++;
        if (isDown) {
            throw new IOException("The function does not answer");
        }
        for (SourceRecord record : records) {
            asked.merge(record.position(), 1, Integer::sum);
            outcomes.add(outcome(new String(record.bytes(), StandardCharsets.UTF_8)));
            onRecord.run();
        }
        if (failsAtTheEnd) {
            throw new IOException("The function does not end");
        }
    }

    private Processed outcome(String text) {
        if (text.startsWith("drop")) {
            return new Processed.Dropped();
        }
        if (text.startsWith("fail")) {
            return new Processed.Failed(piece(Partition.failed("processing-failed"), text));
        }
        int copies = text.startsWith("many") ? many : 1;
        return new Processed.Kept(
                Collections.nCopies(copies, piece(new Partition(partition(text)), text + ";")));
    }

    /// `half 0` and `half 1` are of partitions that UTF-8 cannot write.
    private static String partition(String text) {
        if (text.startsWith("half ")) {
            return "half " + (char) (Character.MIN_HIGH_SURROGATE + text.charAt(5) - '0');
        }
        return text.startsWith("year=") ? text.substring(0, text.indexOf(' ')) : "";
    }

    private static Piece piece(Partition partition, String text) {
        return new Piece(partition, text.getBytes(StandardCharsets.UTF_8));
    }
}
