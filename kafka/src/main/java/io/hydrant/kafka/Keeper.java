package io.hydrant.kafka;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPlace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks after the logs that are open, every few seconds: notes milestones, has Kafka remove what
/// all readers are done with up to one of them, and makes sure that each topic is still the same.
/// One thread, to whom all of it belongs.
final class Keeper implements AutoCloseable {
    /// When another milestone is noted.
    ///
    /// @param bytes after so many bytes of payload,
    /// @param littleBytes or after fewer of them,
    /// @param pause when it is so long ago
    record Pace(long bytes, long littleBytes, Duration pause, Duration round) {
        static final Pace USUAL =
                new Pace(
                        64L * 1024 * 1024,
                        256L * 1024,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5));
    }

    /// How often topics are looked at.
    private static final Duration LOOK = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(Keeper.class.getName());

    /// The places of a log's milestones, and when the last was noted.
    private static final class Noted {
        private final List<LogPlace> places = new ArrayList<>();
        private Instant last;

        private Noted(List<Milestone> milestones, Instant now) {
            milestones.forEach(milestone -> places.add(milestone.place()));
            this.last = now;
        }
    }

    private final Supplier<Collection<TopicLog>> logs;
    private final Broker broker;
    private final LogTable table;
    private final InstantSource clock;
    private final Pace pace;
    private final Map<TopicLog, Noted> noted = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Instant looked;
    private boolean hasFailed;

    Keeper(
            Supplier<Collection<TopicLog>> logs,
            Broker broker,
            LogTable table,
            InstantSource clock,
            Pace pace) {
        this.logs = logs;
        this.broker = broker;
        this.table = table;
        this.clock = clock;
        this.pace = pace;
        this.looked = clock.instant();
        this.thread = Thread.ofPlatform().daemon().name("kafka-keeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(pace.round().toMillis(), TimeUnit.MILLISECONDS)) {
                round();
            }
        } catch (InterruptedException e) {
            // Closing.
        }
    }

    /// What cannot be done now is done by the next.
    void round() {
        try {
            List<TopicLog> open = List.copyOf(logs.get());
            noted.keySet().retainAll(Set.copyOf(open));
            for (TopicLog log : open) {
                if (log.damage().isEmpty()) {
                    note(log, clock.instant());
                }
            }
            if (!clock.instant().isBefore(looked.plus(LOOK))) {
                looked = clock.instant();
                look(open); // Before a topic that is gone is to be trimmed.
                noted.keySet().removeIf(log -> log.damage().isPresent());
            }
            trim();
            hasFailed = false;
        } catch (IOException | RuntimeException | Error e) {
            if (!hasFailed && closed.getCount() > 0) {
                LOG.log(Level.WARNING, "The logs in Kafka are looked after later: " + e);
            }
            hasFailed = true;
        }
    }

    private void note(TopicLog log, Instant now) throws IOException {
        Noted known = noted.get(log);
        if (known == null) {
            known = new Noted(table.milestones(log.id()), now);
            noted.put(log, known);
        }
        LogPlace last = known.places.isEmpty() ? log.begin() : known.places.getLast();
        long bytes = log.end().point().payloadBytes() - last.start().payloadBytes();
        boolean isLongAgo = !now.isBefore(known.last.plus(pace.pause()));
        if (bytes >= pace.bytes() || bytes >= pace.littleBytes() && isLongAgo) {
            Milestone milestone = log.milestone();
            table.add(log.id(), milestone);
            known.places.add(milestone.place());
            known.last = now;
        }
    }

    private void trim() throws IOException {
        Map<String, Long> firstKept = new HashMap<>();
        Map<TopicLog, LogPlace> begins = new LinkedHashMap<>();
        noted.forEach((log, known) -> {
            Optional<LogPlace> begin = begin(log, known);
            begin.ifPresent(place -> {
                firstKept.put(log.topic(), place.offset());
                begins.put(log, place);
            });
        });
        if (firstKept.isEmpty()) {
            return;
        }
        broker.trim(firstKept);
        for (Map.Entry<TopicLog, LogPlace> trimmed : begins.entrySet()) {
            TopicLog log = trimmed.getKey();
            LogPlace begin = trimmed.getValue();
            log.trimmed(begin);
            table.forgetBefore(log.id(), begin.offset());
            @Nullable Noted known = noted.get(log);
            if (known != null) {
                known.places.removeIf(place -> place.offset() < begin.offset());
            }
        }
    }

    /// The last milestone before which all readers are done, if it is another than before.
    private static Optional<LogPlace> begin(TopicLog log, Noted known) {
        return known.places.reversed().stream()
                .filter(place -> place.start().position() <= log.donePosition())
                .findFirst()
                .filter(place -> place.offset() > log.begin().offset());
    }

    /// A topic that somebody removed may be there again, empty.
    private void look(Collection<TopicLog> open) throws IOException {
        for (TopicLog log : open) {
            Optional<String> expected = table.topicId(log.id());
            if (log.damage().isEmpty() && expected.isPresent()) {
                String id = broker.awaitedIdOf(log.topic()).orElse("no topic");
                if (!id.equals(expected.get())) {
                    LogDamagedException damage =
                            log.stopped(Topics.anotherTopic(log.topic(), expected.get(), id));
                    LOG.log(Level.ERROR, "A log has stopped: " + damage.getMessage());
                }
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Ending.await(thread);
    }
}
