package io.hydrant.kafka;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.log.FrameSealer;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogRefusals;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLogs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All logs, each in a topic of Kafka. Several processes may append to one; one of them reads it at
/// a time ([KafkaLog#takeOver]). Safe for use from many threads.
public final class KafkaLogs implements StreamLogs {
    /// No request has so many records; what is processed may, and nobody asks for its numbers.
    private static final long NUMBERS_PER_MESSAGE = 512;

    /// Topics that are no logs.
    private static final Set<String> OWN_TOPICS =
            Set.of(StartCheck.NAME, NodeGroup.SLOTS, TopicsClaim.NAME);

    private static final Logger LOG = System.getLogger(KafkaLogs.class.getName());

    /// The topic of a log, and the highest message in it that was acknowledged to this process.
    private record Known(String topic, AtomicLong acknowledged) {}

    private final InstantSource clock;
    private final LogTable table;
    private final Broker broker;
    private final TopicParts parts;
    private final Tail tail;
    private final Keeper keeper;
    private final RecentRequests recent = new RecentRequests();
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, KafkaLog> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LogDamagedException> damaged = new ConcurrentHashMap<>();
    private final LogRefusals refusals = new LogRefusals();

    /// Held while a log is opened or deleted.
    private final ReentrantLock opening = new ReentrantLock();

    /// What is open, the last first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /// Connects to Kafka.
    ///
    /// @param scratch a folder for what readers put somewhere for a while; it is emptied
    /// @param seals the keys of what is encrypted
    /// @throws IOException with what to do, when no broker answers, or they would not keep what
    ///   they are given
    public static KafkaLogs open(
            KafkaSettings settings,
            Database catalog,
            Path scratch,
            Disk disk,
            InstantSource clock,
            LogSeals seals)
            throws IOException {
        return open(settings, catalog, scratch, disk, clock, Keeper.Pace.USUAL, seals);
    }

    static KafkaLogs open(
            KafkaSettings settings,
            Database catalog,
            Path scratch,
            Disk disk,
            InstantSource clock,
            Keeper.Pace pace,
            LogSeals seals)
            throws IOException {
        KafkaLogging.quiet();
        disk.createDirectories(scratch);
        for (String left : disk.names(scratch)) {
            disk.delete(scratch.resolve(left));
        }
        StartCheck.check(settings);
        TopicsClaim.make(settings, catalog);
        KafkaLogs logs =
                new KafkaLogs(
                        new KafkaBroker(settings),
                        new LogTable(catalog),
                        CountingWait.BESIDE,
                        scratch,
                        clock,
                        pace,
                        seals);
        logs.tail.start();
        logs.keeper.start();
        return logs;
    }

    /// Whoever makes one has its tail and its keeper go on.
    KafkaLogs(
            Broker broker,
            LogTable table,
            CountingWait counting,
            Path scratch,
            InstantSource clock,
            Keeper.Pace pace,
            LogSeals seals) {
        this.clock = clock;
        this.table = table;
        this.broker = opened(broker);
        this.parts =
                new TopicParts(broker, table, counting, scratch, seals, new ConcurrentHashMap<>());
        this.tail = opened(new Tail(broker, table));
        this.keeper =
                opened(
                        new Keeper(
                                () -> byId.values().stream().map(KafkaLog::counted).toList(),
                                broker,
                                table,
                                clock,
                                pace));
    }

    Tail tail() {
        return tail;
    }

    Keeper keeper() {
        return keeper;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /// The number of the first record of a message.
    static long number(long message) {
        return message * NUMBERS_PER_MESSAGE;
    }

    @Override
    public KafkaLog log(String id) throws IOException {
        @Nullable KafkaLog log = byId.get(id);
        return log == null ? opened(id) : log;
    }

    private KafkaLog opened(String id) throws IOException {
        String topic = known(id).topic();
        opening.lock();
        try {
            @Nullable KafkaLog log = byId.get(id);
            if (log == null) {
                TopicLog counted = new TopicLog(id, topic, milestones(id, topic));
                LogAppends appends =
                        ProcessedLog.isIdOf(id)
                                ? new LogAppends.OfReader(counted, broker, parts.counting(), clock)
                                : new LogAppends.OfRequests(id, this);
                log = new KafkaLog(counted, parts, appends);
                tail.follow(counted);
                byId.put(id, log);
            }
            return log;
        } catch (LogDamagedException e) {
            damaged.put(id, e);
            throw e;
        } finally {
            opening.unlock();
        }
    }

    /// From where on the topic can be counted and read.
    private List<Milestone> milestones(String id, String topic) throws IOException {
        long first = broker.firstMessage(topic);
        List<Milestone> noted =
                table.milestones(id).stream().filter(each -> each.message() >= first).toList();
        if (first == 0 && noted.stream().noneMatch(each -> each.message() == 0)) {
            return Stream.concat(Stream.of(Milestone.start()), noted.stream()).toList();
        }
        if (noted.isEmpty()) {
            throw new LogDamagedException(
                    "The Kafka topic " + topic,
                    first,
                    "a beginning that the catalog knows",
                    "messages from " + first + " on");
        }
        return noted;
    }

    /// The topic of a log; makes it when the log never had one.
    private Known known(String id) throws IOException {
        @Nullable Known found = known.get(id);
        if (found == null) {
            found = new Known(topic(id), new AtomicLong(-1));
            @Nullable Known first = known.putIfAbsent(id, found);
            found = first == null ? found : first;
        }
        return found;
    }

    private String topic(String id) throws IOException {
        @Nullable LogDamagedException damage = damaged.get(id);
        if (damage != null) {
            throw damage;
        }
        String topic = broker.nameOf(id);
        Optional<String> expected = table.topicId(id);
        Optional<String> found = broker.idOf(topic);
        if (found.isEmpty() && expected.isEmpty()) {
            broker.make(topic);
        }
        if (found.isEmpty()) {
            found = broker.awaitedIdOf(topic);
        }
        if (found.isEmpty() && expected.isEmpty()) {
            throw new IOException("Kafka made the topic " + topic + " and does not show it yet");
        }
        String topicId = found.orElse("no topic");
        String noted = expected.isPresent() ? expected.get() : table.noteTopic(id, topic, topicId);
        if (!topicId.equals(noted)) {
            LogDamagedException another = Topics.anotherTopic(topic, noted, topicId);
            damaged.put(id, another);
            throw another;
        }
        broker.checkKept(topic);
        return topic;
    }

    @Override
    public long append(String id, RecordBatch batch) throws IOException {
        return refusals.append(id, () -> appended(id, batch));
    }

    @Override
    public RecordBatch sealed(String id, RecordBatch batch) throws IOException {
        return FrameSealer.sealed(batch, id, parts.seals().sealing(id, false));
    }

    private long appended(String id, RecordBatch batch) throws IOException {
        Known at = known(id);
        Optional<LogDamagedException> damage = damage(id);
        if (damage.isPresent()) {
            throw damage.get();
        }
        LooseFrame frame = LooseFrame.of(batch, clock.instant());
        @Nullable RequestName name = batch.name().orElse(null);
        return name == null
                ? sent(id, at, frame)
                : recent.append(id, name, frame, () -> sent(id, at, frame));
    }

    /// A message that comes before one that was acknowledged is in another topic of the same name,
    /// or in one that has lost its end: nothing in it is acknowledged.
    private long sent(String id, Known at, LooseFrame frame) throws IOException {
        long before = at.acknowledged().get();
        long message = appended(id, at.topic(), frame);
        if (message <= before) {
            LogDamagedException lost =
                    new LogDamagedException(
                            "The Kafka topic " + at.topic(),
                            message,
                            "a message behind " + before + ", which was acknowledged",
                            "message " + message);
            stop(id, lost);
            throw lost;
        }
        at.acknowledged().accumulateAndGet(message, Math::max);
        return number(message);
    }

    private long appended(String id, String topic, LooseFrame frame) throws IOException {
        try {
            return broker.append(topic, null, frame.bytes());
        } catch (TopicGoneException e) {
            LogDamagedException lost =
                    Topics.anotherTopic(
                            topic,
                            table.topicId(id).orElse("that it had"),
                            "no topic: somebody has deleted it");
            stop(id, lost);
            throw lost;
        }
    }

    private void stop(String id, LogDamagedException damage) {
        damaged.put(id, damage);
        @Nullable KafkaLog log = byId.get(id);
        if (log != null) {
            log.counted().stop(damage);
        }
        LOG.log(Level.ERROR, "A log has stopped: " + damage.getMessage());
    }

    @Override
    public void sortOut(Set<String> streams, Set<String> doomed) throws IOException {
        for (String log : broker.stored()) {
            String owner = ProcessedLog.streamsOwn(log);
            if (doomed.contains(owner)) {
                delete(log);
                LOG.log(
                        Level.INFO,
                        "Removed the log " + log + ", whose delivery stream was deleted");
            } else if (!streams.contains(owner) && !OWN_TOPICS.contains(log)) {
                LOG.log(
                        Level.WARNING,
                        "No delivery stream names the Kafka topic {0}. It is kept: when nobody"
                                + " misses its records, remove it with kafka-topics.sh",
                        broker.nameOf(log));
            }
        }
    }

    /// What a stream's other processes append is not counted here then.
    @Override
    public void letGo(String id) {
        opening.lock();
        try {
            @Nullable KafkaLog log = byId.remove(id);
            if (log != null) {
                tail.leave(log.counted());
                log.damage().ifPresent(damage -> damaged.put(id, damage));
            }
        } finally {
            opening.unlock();
        }
    }

    @Override
    public void delete(String id) throws IOException {
        opening.lock();
        try {
            damaged.remove(id);
            refusals.forget(id);
            known.remove(id);
            @Nullable KafkaLog log = byId.remove(id);
            if (log != null) {
                tail.leave(log.counted());
            }
        } finally {
            opening.unlock();
        }
        broker.delete(broker.nameOf(id));
        table.forget(id);
    }

    @Override
    public Optional<LogDamagedException> damage(String id) {
        @Nullable KafkaLog log = byId.get(id);
        Optional<LogDamagedException> found = log == null ? Optional.empty() : log.damage();
        return found.or(() -> Optional.ofNullable(damaged.get(id)));
    }

    @Override
    public void expectEnd(String id, long position) {
        parts.expectedEnds().put(id, position);
    }

    @Override
    public Map<String, Long> ends() {
        Map<String, Long> ends = new HashMap<>();
        byId.forEach((id, log) -> ends.put(id, log.end().position()));
        return ends;
    }

    @Override
    public Optional<Long> storedRecords(String id) {
        return Optional.ofNullable(byId.get(id))
                .map(KafkaLog::counted)
                .map(log -> log.end().point().position() - log.begin().start().position());
    }

    @Override
    public Optional<String> refusal(String id) {
        return refusals.of(id);
    }

    /// Waits for what is being sent.
    @Override
    public void close() throws IOException {
        @Nullable Exception failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new IOException("The clients of Kafka could not be closed: " + failure, failure);
        }
    }
}
