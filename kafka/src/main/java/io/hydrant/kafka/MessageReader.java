package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LooseFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a topic from some place on, up to where it was counted when this was opened.
/// Asks Kafka with the first [#next]. For one thread.
final class MessageReader implements LogReader {
    private static final Duration POLL = Duration.ofMillis(500);

    /// A broker's death stops reading, too.
    private static final int POLLS_MAX = 60;

    private final TopicLog log;
    private final Readers readers;
    private final TopicLog.End logEnd;

    /// What ends at or before it is not shown.
    private final long from;

    private @Nullable Consumer<byte[], byte[]> consumer;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private @Nullable LooseFrame frame;

    /// Of the frame that is shown; before the first, of where reading begins.
    private LogPoint start;

    private LogPoint end;
    private long message;
    private long nextMessage;

    /// @param place at or before `from`
    MessageReader(TopicLog log, Readers readers, LogPlace place, LogPoint from) {
        this.log = log;
        this.readers = readers;
        this.logEnd = log.end();
        this.from = from.position();
        this.start = place.start();
        this.end = place.start();
        this.message = place.offset();
        this.nextMessage = place.offset();
    }

    @Override
    public boolean next() throws IOException {
        while (end.position() < logEnd.point().position()) {
            ConsumerRecord<byte[], byte[]> found = fetched();
            if (found.value() == null || log.isSkipped(found.offset())) {
                nextMessage = found.offset() + 1;
                continue;
            }
            LooseFrame next = log.frame(found);
            start = end;
            end = start.plus(next.recordCount(), next.payloadBytes());
            message = found.offset();
            nextMessage = message + 1;
            frame = next;
            if (end.position() > from) {
                return true;
            }
        }
        return false;
    }

    private ConsumerRecord<byte[], byte[]> fetched() throws IOException {
        TopicPartition partition = Topics.partition(log.topic());
        try {
            Consumer<byte[], byte[]> used = opened(partition);
            for (int polls = 0; !fetched.hasNext() && polls < POLLS_MAX; polls++) {
                fetched = used.poll(POLL).records(partition).iterator();
            }
        } catch (OffsetOutOfRangeException e) {
            throw gone();
        } catch (KafkaException e) {
            drop();
            throw KafkaTrouble.failed("read the topic " + log.topic(), e);
        }
        if (!fetched.hasNext()) {
            throw new IOException(
                    "Kafka does not answer with the messages of the topic "
                            + log.topic()
                            + " from "
                            + nextMessage
                            + " on");
        }
        return fetched.next();
    }

    private Consumer<byte[], byte[]> opened(TopicPartition partition) {
        Consumer<byte[], byte[]> used = consumer;
        if (used == null) {
            used = readers.borrow();
            consumer = used;
            used.assign(List.of(partition));
            used.seek(partition, nextMessage);
        }
        return used;
    }

    /// It failed, and may fail again.
    private void drop() {
        Consumer<byte[], byte[]> used = consumer;
        consumer = null;
        if (used != null) {
            Readers.drop(used);
        }
    }

    private LogDamagedException gone() {
        return log.stopped(log.damaged(nextMessage, "this message", "a topic without it"));
    }

    @Override
    public LogPoint start() {
        return start;
    }

    @Override
    public LogPoint end() {
        return end;
    }

    /// Where the frame lies that is shown.
    LogPlace place() {
        return new LogPlace(start, start.position(), message);
    }

    /// Where the frame after it lies, or will.
    LogPlace nextPlace() {
        return new LogPlace(end, end.position(), nextMessage);
    }

    @Override
    public Instant arrival() {
        return frame().arrival();
    }

    @Override
    public ByteBuffer lengths() {
        return lengths(0, frame().recordCount());
    }

    @Override
    public ByteBuffer lengths(int first, int count) {
        return frame().lengths(first, count);
    }

    @Override
    public ByteBuffer payloads(int first, int bytes) {
        return frame().payloads(first, bytes);
    }

    @Override
    public ByteBuffer payloads() throws LogDamagedException {
        LooseFrame shown = frame();
        if (!shown.isSound()) {
            throw log.stopped(
                    log.damaged(message, "records as they were written", "another checksum"));
        }
        return shown.payloads(0, shown.payloadBytes());
    }

    private LooseFrame frame() {
        LooseFrame shown = frame;
        if (shown == null) {
            throw new IllegalStateException("No frame is shown before the first next()");
        }
        return shown;
    }

    @Override
    public void close() {
        Consumer<byte[], byte[]> used = consumer;
        consumer = null;
        if (used != null) {
            readers.giveBack(used);
        }
    }
}
