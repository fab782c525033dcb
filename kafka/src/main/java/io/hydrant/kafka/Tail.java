package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reads the topics of all logs that are followed as they grow, and shows each log its messages.
/// One thread and one [Broker.Follower] for all of them. Safe for use from many threads.
final class Tail implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Tail.class.getName());
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(1);

    /// What came of a turn.
    enum Turn {
        /// Another one may follow at once.
        OVER,
        /// There is nothing to follow.
        IDLE,
        /// Something failed: it is tried again after a rest.
        FAILED
    }

    private final Broker broker;
    private final LogTable table;

    /// By their topics.
    private final ConcurrentMap<String, TopicLog> followed = new ConcurrentHashMap<>();

    /// Has a permit when `followed` has changed.
    private final Semaphore changes = new Semaphore(0);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Broker.Follower follower;
    private boolean hasFailed;

    /// What the follower reads; a log that is new is read from where it is counted.
    private Map<String, TopicLog> assigned = Map.of();

    Tail(Broker broker, LogTable table) {
        this.broker = broker;
        this.table = table;
        this.follower = broker.follower();
        this.thread = Thread.ofPlatform().daemon().name("kafka-tail").unstarted(this::run);
    }

    /// Has a thread take the turns.
    void start() {
        thread.start();
    }

    /// Follows a log from where it is counted.
    void follow(TopicLog log) {
        followed.put(log.topic(), log);
        hasChanged();
    }

    /// Follows it no more.
    void leave(TopicLog log) {
        followed.remove(log.topic());
        hasChanged();
    }

    private void hasChanged() {
        changes.release();
        follower.wakeUp();
    }

    /// Goes on whatever happens: what is followed is read on from where it is counted.
    private void run() {
        while (closed.getCount() > 0) {
            switch (turn()) {
                case OVER -> {}
                case IDLE -> waitForChange();
                case FAILED -> rest();
            }
        }
    }

    /// Shows the logs what came. For one thread.
    Turn turn() {
        try {
            if (changes.drainPermits() > 0) {
                assign();
            }
            if (assigned.isEmpty()) {
                return Turn.IDLE;
            }
            follower.next().forEach(this::show);
            hasFailed = false;
            return Turn.OVER;
        } catch (MessagesGoneException e) {
            return lookedFor(e.topics());
        } catch (IOException | RuntimeException | Error e) {
            tell(e);
            beginAnew(); // What was fetched, and not shown, is fetched again.
            return Turn.FAILED;
        }
    }

    private void show(String topic, List<Message> messages) {
        TopicLog log = followed.get(topic);
        if (log != null) {
            log.take(messages);
            if (log.damage().isPresent()) {
                leave(log);
            }
        }
    }

    private void assign() throws IOException {
        Map<String, TopicLog> now = Map.copyOf(followed);
        follower.follow(now.keySet());
        for (Map.Entry<String, TopicLog> each : now.entrySet()) {
            if (!each.getValue().equals(assigned.get(each.getKey()))) {
                follower.goTo(each.getKey(), each.getValue().end().message());
            }
        }
        assigned = now;
    }

    private void waitForChange() {
        try {
            if (changes.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.release();
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    private Turn lookedFor(Set<String> topics) {
        Turn turn = Turn.OVER;
        for (String topic : topics) {
            TopicLog log = followed.get(topic);
            if (log != null && !isFound(log)) {
                turn = Turn.FAILED;
            }
        }
        return turn;
    }

    /// Messages that come next are not there. When others trimmed them, they noted how to go on;
    /// otherwise they are lost. Whether it is known now.
    private boolean isFound(TopicLog log) {
        try {
            long first = broker.firstMessage(log.topic());
            List<Milestone> noted = table.milestones(log.id());
            if (!log.jumpTo(noted, first)) {
                throw log.damaged(
                        log.end().message(),
                        "this message to come next",
                        "a topic that has messages from %d up to %d"
                                .formatted(first, broker.nextMessage(log.topic())));
            }
            follower.goTo(log.topic(), log.end().message());
        } catch (LogDamagedException e) {
            LOG.log(Level.ERROR, "A log has stopped: " + e.getMessage());
            log.stop(e);
            leave(log);
        } catch (IOException e) {
            tell(e);
            return false;
        }
        return true;
    }

    private void tell(Throwable why) {
        if (!hasFailed && closed.getCount() > 0) {
            LOG.log(Level.WARNING, "Reading from Kafka failed and goes on in a second", why);
        }
        hasFailed = true;
    }

    private void beginAnew() {
        follower.close();
        assigned = Map.of();
        try {
            follower = broker.follower();
        } catch (RuntimeException e) {
            tell(e);
        }
        changes.release();
    }

    private void rest() {
        try {
            closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        follower.wakeUp();
        if (Ending.await(thread)) {
            follower.close();
        }
    }
}
