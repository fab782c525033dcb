package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.LooseFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a topic from some place on, up to where it was counted when this was opened.
/// Asks Kafka with the first [#next]. For one thread.
final class MessageReader implements LogReader {
    /// A broker's death stops reading, too.
    private static final int LOOKS_MAX = 60;

    private final TopicLog log;
    private final Broker.Cursor cursor;
    private final Gone gone;
    private final TopicLog.End logEnd;

    /// What ends at or before it is not shown.
    private final long from;

    private Iterator<Message> fetched = Collections.emptyIterator();
    private @Nullable LooseFrame frame;
    private final LogSeals seals;

    /// Of the frame that is shown; before the first, of where reading begins.
    private LogPoint start;

    private LogPoint end;
    private long message;
    private long nextMessage;

    /// Says what it means that a message is gone.
    @FunctionalInterface
    interface Gone {
        IOException at(long message) throws IOException;
    }

    /// @param place at or before `from`
    MessageReader(
            TopicLog log,
            Broker broker,
            Broker.Fetch fetch,
            LogSeals seals,
            LogPlace place,
            LogPoint from,
            Gone gone) {
        this.seals = seals;
        this.gone = gone;
        this.log = log;
        this.cursor = broker.read(log.topic(), place.offset(), fetch);
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
            Message found = fetched();
            byte[] value = found.value();
            if (value == null || log.isSkipped(found.number())) {
                nextMessage = found.number() + 1;
                continue;
            }
            LooseFrame next = log.frame(found.number(), value);
            start = end;
            end = start.plus(next.recordCount(), next.payloadBytes());
            message = found.number();
            nextMessage = message + 1;
            frame = next;
            if (end.position() > from) {
                return true;
            }
        }
        return false;
    }

    private Message fetched() throws IOException {
        try {
            for (int looks = 0; !fetched.hasNext() && looks < LOOKS_MAX; looks++) {
                fetched = cursor.next().iterator();
            }
        } catch (MessagesGoneException e) {
            throw gone.at(nextMessage);
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
    public ByteBuffer payloads(int first, int bytes) throws IOException {
        LooseFrame shown = frame();
        return shown.isSealed() ? opened(shown, first, bytes) : shown.payloads(first, bytes);
    }

    @Override
    public ByteBuffer payloads() throws IOException {
        check();
        LooseFrame shown = frame();
        return shown.isSealed()
                ? opened(shown, 0, shown.payloadBytes())
                : shown.payloads(0, shown.payloadBytes());
    }

    @Override
    public void check() throws LogDamagedException {
        if (!frame().isSound()) {
            throw log.stopped(
                    log.damaged(message, "records as they were written", "another checksum"));
        }
    }

    @Override
    public boolean isSealed() {
        return frame().isSealed();
    }

    private ByteBuffer opened(LooseFrame shown, int first, int bytes) throws IOException {
        try {
            return shown.opened(log.id(), seals, first, bytes);
        } catch (GeneralSecurityException e) {
            throw log.stopped(
                    log.damaged(message, "records as they were encrypted", "something else"));
        }
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
        cursor.close();
    }
}
