package io.hydrant.kafka;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.StoredFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Moves logs of a server that is stopped from its disk into topics of Kafka: every record keeps
/// its position, so that checkpoints, and what is under way in them, hold as they are.
///
/// Topics are filled first; that they are the logs now is written down for all of them at once, by
/// [#commit]. Until then nothing has changed, and whatever was begun is begun anew by another
/// transfer. For one thread.
public final class LogTransfer implements AutoCloseable {
    /// Some seconds.
    private static final int LOOKS_MAX = 500;

    /// So many messages, or so many bytes, are on their way at once.
    private static final int BATCH_MAX = 256;

    private static final int BATCH_BYTES_MAX = 8 * 1024 * 1024;

    private static final byte[] BEFORE_ALL_EPOCHS = ByteBuffer.allocate(Long.BYTES).array();

    /// A log whose records are in its topic.
    ///
    /// @param begin where the topic begins
    /// @param documents of its readers
    record Moved(
            String id,
            String topic,
            String topicId,
            Milestone begin,
            LogPoint end,
            Map<String, byte[]> documents) {}

    private final Broker broker;
    private final List<Moved> moved = new ArrayList<>();

    private LogTransfer(Broker broker) {
        this.broker = broker;
    }

    /// @throws IOException with what to do, when Kafka would not keep what it is given
    public static LogTransfer open(KafkaSettings settings, Database catalog) throws IOException {
        KafkaLogging.quiet();
        StartCheck.check(settings);
        TopicsClaim.make(settings, catalog);
        return new LogTransfer(new KafkaBroker(settings));
    }

    /// The ids of the logs that were moved before.
    public static Set<String> known(Database catalog) throws IOException {
        return catalog.read(LogTable::known);
    }

    /// Fills the topic of a log.
    ///
    /// @return how many records it has, delivered ones among them; 0 of a log that was never
    ///   written to, which needs no topic
    /// @throws io.hydrant.core.log.LogDamagedException when the log is damaged
    public long move(Logs from, String id) throws IOException {
        Optional<StoredFrames> found = StoredFrames.of(from, id);
        if (found.isEmpty()) {
            return 0;
        }
        try (StoredFrames frames = found.get()) {
            String topic = broker.nameOf(id);
            broker.delete(topic); // of a transfer that did not come to its end
            awaitGone(topic);
            broker.make(topic);
            String topicId = broker.awaitedIdOf(topic).orElseThrow(() -> gone(topic));
            broker.checkKept(topic);
            LogPoint end = fill(topic, id, frames);
            if (!end.equals(frames.end())) {
                throw new IOException(
                        "The log %s ends at %s, and %s was read of it"
                                .formatted(id, frames.end(), end));
            }
            moved.add(new Moved(id, topic, topicId, begin(frames), end, documents(frames)));
            return end.position() - frames.begin().position();
        }
    }

    private void awaitGone(String topic) throws IOException {
        for (int looks = 0; broker.idOf(topic).isPresent(); looks++) {
            if (looks > LOOKS_MAX) {
                throw new IOException("Kafka does not remove the topic " + topic);
            }
            Pauses.rest();
        }
    }

    private static IOException gone(String topic) {
        return new IOException("Kafka made the topic " + topic + ", and has it not");
    }

    /// A request that the topic's readers would take for a repeat is there all the same: the disk
    /// remembers other names than they do. It has none from now on.
    private LogPoint fill(String topic, String id, StoredFrames frames) throws IOException {
        byte[] key = ProcessedLog.isIdOf(id) ? BEFORE_ALL_EPOCHS : null;
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        NamesWindow names = new NamesWindow();
        LogPoint end = frames.begin();
        for (Optional<LooseFrame> next = frames.next(); next.isPresent(); next = frames.next()) {
            LooseFrame frame = next.get();
            if (names.mayBeRepeat(frame)) {
                frame = frame.unnamed();
            } else {
                names.isRepeat(frame); // takes note of it, as readers will
            }
            byte[] message = frame.bytes();
            if (batch.size() >= BATCH_MAX || bytes + message.length > BATCH_BYTES_MAX) {
                broker.appendAll(topic, key, batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(message);
            bytes += message.length;
            end = end.plus(frame.recordCount(), frame.payloadBytes());
        }
        broker.appendAll(topic, key, batch);
        return end;
    }

    private static Milestone begin(StoredFrames frames) {
        Milestone start = Milestone.start();
        return new Milestone(0, frames.begin(), 0, start.state());
    }

    private static Map<String, byte[]> documents(StoredFrames frames) throws IOException {
        Map<String, byte[]> documents = new LinkedHashMap<>();
        frames.checkpoint().ifPresent(document -> documents.put(KafkaLog.DELIVERY, document));
        frames.backupCheckpoint().ifPresent(document -> documents.put(KafkaLog.BACKUP, document));
        return documents;
    }

    /// From now on the topics are the logs.
    ///
    /// @param catalog which has the tables of [KafkaLogSchema]
    public void commit(Database catalog) throws IOException {
        catalog.write(connection -> {
            for (Moved log : moved) {
                LogTable.moved(connection, log);
            }
            return moved.size();
        });
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
