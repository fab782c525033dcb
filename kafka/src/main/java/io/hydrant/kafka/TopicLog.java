package io.hydrant.kafka;

import io.hydrant.core.log.Landmarks;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.ReadersDone;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A topic as it is counted: the tail shows its messages in their order, and those that count have
/// the next positions. A message is one of these:
///
///     key               value    what it is
///     none              a frame  a request's records; counts unless it was there ([NamesWindow])
///     epoch, 8 bytes    a frame  processed records, which their reader wrote; counts unless a
///                                higher epoch's mark comes before it
///     epoch, 8 bytes    none     the mark of an epoch: nothing that an earlier one writes behind
///                                it counts
///
/// Safe for use from many threads.
final class TopicLog {
    /// Up to where the topic is counted: the records before `point` are in the messages before
    /// `message`.
    record End(LogPoint point, long message) {}

    private static final Logger LOG = System.getLogger(TopicLog.class.getName());

    private final String id;
    private final String topic;
    private final ReadersDone done = new ReadersDone();
    private final Landmarks landmarks = new Landmarks();

    /// Guards what is counted.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition moved = lock.newCondition();
    private final SkippedMessages skipped = new SkippedMessages();
    private NamesWindow names;

    /// The highest of which there was a mark.
    private long epoch;

    private volatile End end;

    /// The first place that can be read.
    private volatile LogPlace begin;

    /// Up to which position all readers are done.
    private volatile long donePosition;

    private volatile Runnable onAppend = () -> {};
    private volatile @Nullable LogDamagedException damage;

    /// Counts from the last of these milestones on, and reads from the first.
    ///
    /// @param milestones in their order, at least one
    /// @throws LogDamagedException when one is not what was written
    TopicLog(String id, String topic, List<Milestone> milestones) throws LogDamagedException {
        this.id = id;
        this.topic = topic;
        this.begin = milestones.getFirst().place();
        this.end = new End(LogPoint.START, 0);
        this.names = new NamesWindow();
        for (Milestone milestone : milestones) {
            goOnFrom(milestone);
            landmarks.add(milestone.place());
        }
    }

    private void goOnFrom(Milestone milestone) throws LogDamagedException {
        try {
            names = milestone.names(skipped);
        } catch (IOException e) {
            throw new LogDamagedException(
                    "The milestone of " + topic + " in the catalog",
                    milestone.message(),
                    "what an earlier start of this version wrote",
                    String.valueOf(e.getMessage()));
        }
        epoch = milestone.epoch();
        end = new End(milestone.point(), milestone.message());
    }

    String id() {
        return id;
    }

    String topic() {
        return topic;
    }

    ReadersDone done() {
        return done;
    }

    Landmarks landmarks() {
        return landmarks;
    }

    End end() {
        return end;
    }

    /// The first place that can be read.
    LogPlace begin() {
        return begin;
    }

    void onAppend(Runnable listener) {
        onAppend = listener;
    }

    /// Counts messages. What was counted before is left out. Called by the tail alone.
    void take(List<Message> messages) {
        LogPoint before = end.point();
        lock.lock();
        try {
            for (Message message : messages) {
                if (damage == null && message.number() >= end.message()) {
                    end = taken(message);
                }
            }
            moved.signalAll();
        } catch (LogDamagedException e) {
            stop(e);
        } finally {
            lock.unlock();
        }
        if (end.point().position() > before.position()) {
            tell();
        }
    }

    /// Whoever fails to hear of it holds up no other log.
    private void tell() {
        try {
            onAppend.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "Nobody heard of what was appended to " + topic, e);
        }
    }

    /// Where it ends then.
    private End taken(Message message) throws LogDamagedException {
        if (message.number() != end.message()) {
            throw damaged(end.message(), "this message", "message " + message.number());
        }
        byte[] key = message.key();
        byte[] value = message.value();
        long writersEpoch = key == null ? 0 : ByteBuffer.wrap(key).getLong();
        if (value == null) {
            epoch = Math.max(epoch, writersEpoch);
            return skipped(message);
        }
        LooseFrame frame = frame(message.number(), value);
        boolean counts = key == null ? !names.isRepeat(frame) : writersEpoch >= epoch;
        return counts ? counted(message.number(), frame) : skipped(message);
    }

    private End counted(long message, LooseFrame frame) {
        LogPoint start = end.point();
        landmarks.add(new LogPlace(start, start.position(), message));
        return new End(start.plus(frame.recordCount(), frame.payloadBytes()), message + 1);
    }

    private End skipped(Message message) {
        skipped.add(message.number());
        return new End(end.point(), message.number() + 1);
    }

    /// The frame of a message.
    ///
    /// @throws LogDamagedException when it holds something else; the log then stops
    LooseFrame frame(long message, byte[] value) throws LogDamagedException {
        Optional<LooseFrame> frame = LooseFrame.read(value);
        if (frame.isEmpty()) {
            throw stopped(damaged(message, "a frame", value.length + " other bytes"));
        }
        return frame.get();
    }

    /// Whether a message that is counted has no records.
    boolean isSkipped(long message) {
        lock.lock();
        try {
            return skipped.contains(message);
        } finally {
            lock.unlock();
        }
    }

    /// Whether all before a message is counted. Waits for it so long.
    boolean awaitCounted(long message, Duration patience) throws IOException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (end.message() < message && damage == null && left > 0) {
                left = moved.awaitNanos(left);
            }
            return end.message() >= message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + topic + " was read");
        } finally {
            lock.unlock();
        }
    }

    /// The highest epoch of which there was a mark.
    long epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /// From where on counting can go on at another time.
    Milestone milestone() {
        lock.lock();
        try {
            return new Milestone(
                    end.message(), end.point(), epoch, Milestone.state(skipped, names));
        } finally {
            lock.unlock();
        }
    }

    /// The messages from `end` on are gone: goes on from a milestone that somebody else noted, if
    /// one is behind them. Whether there was one.
    boolean jumpTo(List<Milestone> milestones, long first) throws LogDamagedException {
        lock.lock();
        try {
            for (Milestone milestone : milestones) {
                if (milestone.message() >= first && milestone.message() > end.message()) {
                    goOnFrom(milestone);
                    begin = milestone.place();
                    landmarks.forgetBefore(begin.start().position());
                    moved.signalAll();
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// All readers are done with what lies before this position.
    void doneBefore(long position) {
        donePosition = position;
    }

    long donePosition() {
        return donePosition;
    }

    /// What lies before a place is not there anymore.
    void trimmed(LogPlace place) {
        lock.lock();
        try {
            if (place.offset() <= begin.offset()) {
                return;
            }
            begin = place;
            skipped.forgetBefore(place.offset());
        } finally {
            lock.unlock();
        }
        landmarks.forgetBefore(place.start().position());
    }

    LogDamagedException damaged(long message, String expected, String found) {
        return new LogDamagedException("The Kafka topic " + topic, message, expected, found);
    }

    LogDamagedException stopped(LogDamagedException found) {
        stop(found);
        return found;
    }

    void stop(LogDamagedException found) {
        lock.lock();
        try {
            damage = found;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<LogDamagedException> damage() {
        return Optional.ofNullable(damage);
    }

    void checkNotStopped() throws LogDamagedException {
        LogDamagedException found = damage;
        if (found != null) {
            throw found;
        }
    }
}
