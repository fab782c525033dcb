package io.hydrant.core.stream;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Feed;
import io.hydrant.core.catalog.OvertakenException;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.DeliveryStreams.Listener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The streams that there are: the same in the catalog, in memory and with the listeners. Changes
/// happen one at a time, and each is durable before anybody hears of it. Safe for use from many
/// threads.
final class StreamRegister {

    /// What happens while nobody else changes streams.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    private static final Logger LOG = System.getLogger(StreamRegister.class.getName());

    private final Database catalog;
    private final Feed feed;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// Held from a change's checks until its listeners were called.
    private final ReentrantLock changing = new ReentrantLock();

    /// Whether a change ended in the middle, so that the catalog, the memory and the listeners may
    /// not agree. Set while `changing` is held.
    private volatile boolean isDoubtful;

    private final ConcurrentMap<String, DeliveryStream> byName = new ConcurrentHashMap<>();

    /// Those that are, or were, encrypted, by their logs; also when they are deleted, since what is
    /// in the log may be delivered all the same.
    private final ConcurrentMap<String, DeliveryStream> secret = new ConcurrentHashMap<>();

    private final ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();

    StreamRegister(Database catalog) throws IOException {
        this.catalog = catalog;
        changing.lock(); // until the feed is known, others' news wait
        try {
            this.feed = catalog.follow("stream", new Copy());
        } finally {
            changing.unlock();
        }
    }

    /// What other nodes change is known here, then to the listeners, as one's own changes are.
    private final class Copy implements Feed.Follower {
        @Override
        public Runnable all(Connection connection) throws SQLException {
            List<DeliveryStream> stored = StreamTable.readAll(connection);
            return () -> takeAll(stored);
        }

        @Override
        public Runnable some(Connection connection, Collection<String> keys) throws SQLException {
            List<DeliveryStream> stored = StreamTable.read(connection, keys);
            return () -> keys.forEach(name -> take(name, stored));
        }

        @Override
        public void news() throws IOException {
            changing.lock();
            try {
                feed.catchUp();
            } finally {
                changing.unlock();
            }
        }
    }

    private void takeAll(List<DeliveryStream> stored) {
        Set<String> kept = stored.stream().map(DeliveryStream::name).collect(Collectors.toSet());
        stored.forEach(this::remember);
        byName.keySet().retainAll(kept);
        names.retainAll(kept);
        listeners.forEach(listener -> listener.all(stored));
    }

    /// A stream of the same name with another log is another stream.
    private void take(String name, List<DeliveryStream> stored) {
        Optional<DeliveryStream> before = find(name);
        Optional<DeliveryStream> now =
                stored.stream().filter(stream -> stream.name().equals(name)).findFirst();
        boolean isSame =
                before.isPresent()
                        && now.isPresent()
                        && before.get().logId().equals(now.get().logId());
        now.ifPresentOrElse(this::remember, () -> forget(name));
        isDoubtful = true;
        if (!isSame) {
            before.ifPresent(gone -> listeners.forEach(listener -> listener.deleted(gone)));
        }
        now.ifPresent(stream ->
                listeners.forEach(listener -> {
                    if (isSame) {
                        listener.updated(stream);
                    } else {
                        listener.created(stream);
                    }
                }));
        isDoubtful = false;
    }

    void addListener(Listener listener) {
        changing.lock();
        try {
            listeners.add(listener);
            listener.all(all());
        } finally {
            changing.unlock();
        }
    }

    /// Makes up for a change that ended in the middle, by what the catalog says. Does nothing at
    /// nearly all times.
    void catchUp() throws IOException {
        if (!isDoubtful) {
            return;
        }
        changing.lock();
        try {
            readAgain();
        } finally {
            changing.unlock();
        }
    }

    private void readAgain() throws IOException {
        if (!isDoubtful) {
            return;
        }
        takeAll(catalog.read(StreamTable::readAll));
        isDoubtful = false;
    }

    /// Checks and changes, by what the catalog says now, while nobody else changes anything.
    <T> T oneAtATime(Work<T> work) throws IOException {
        changing.lock();
        try {
            return feed.untilUpToDate(() -> {
                readAgain();
                return work.run();
            });
        } finally {
            changing.unlock();
        }
    }

    /// To be called [#oneAtATime], as are the two others.
    DeliveryStream add(DeliveryStream stream) throws IOException {
        carryOut(
                stream,
                connection -> StreamTable.insert(connection, stream),
                () -> remember(stream),
                listener -> listener.created(stream));
        return stream;
    }

    DeliveryStream replace(DeliveryStream stream) throws IOException {
        carryOut(
                stream,
                connection -> StreamTable.update(connection, stream),
                () -> remember(stream),
                listener -> listener.updated(stream));
        return stream;
    }

    DeliveryStream remove(DeliveryStream stream) throws IOException {
        carryOut(
                stream,
                connection -> StreamTable.delete(connection, stream),
                () -> forget(stream.name()),
                listener -> listener.deleted(stream));
        return stream;
    }

    /// Makes a change durable, then known here, then to the listeners. Whatever fails before it is
    /// durable refuses it; whatever fails then is made up for by [#catchUp].
    private void carryOut(
            DeliveryStream stream, Change change, Runnable inMemory, Consumer<Listener> news)
            throws IOException {
        boolean wasDoubtful = isDoubtful;
        isDoubtful = true;
        try {
            feed.write(List.of(stream.name()), work(change));
        } catch (OvertakenException e) {
            isDoubtful = wasDoubtful;
            throw e;
        }
        try {
            inMemory.run();
            listeners.forEach(news);
            isDoubtful = false;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A change to a delivery stream is taken in later", e);
        }
    }

    private static Database.Work<Boolean> work(Change change) {
        return connection -> {
            change.in(connection);
            return true;
        };
    }

    private void remember(DeliveryStream stream) {
        byName.put(stream.name(), stream);
        if (stream.isSecret()) {
            secret.put(stream.logId(), stream);
        }
        names.add(stream.name());
    }

    private void forget(String name) {
        byName.remove(name);
        names.remove(name);
    }

    /// At a start: removes the logs of deleted streams that are there still, and puts aside those
    /// that nobody knows.
    void sortOut(StreamLogs logs, Predicate<String> mine) throws IOException {
        Set<String> known =
                byName.values().stream()
                        .flatMap(stream -> stream.logIds().stream())
                        .collect(Collectors.toSet());
        Map<Boolean, Set<String>> doomed = doomed(mine);
        Set<String> ours = doomed.getOrDefault(true, Set.of());
        known.addAll(doomed.getOrDefault(false, Set.of())); // to somebody else
        logs.sortOut(known, ours);
        forgetDoomed(ours);
    }

    /// Removes the logs of deleted streams that are there still, of those that are `mine`.
    void removeDoomed(StreamLogs logs, Predicate<String> mine) throws IOException {
        Set<String> ours = doomed(mine).getOrDefault(true, Set.of());
        for (String log : ours) {
            logs.delete(ProcessedLog.idOf(log));
            logs.delete(log);
        }
        forgetDoomed(ours);
    }

    private Map<Boolean, Set<String>> doomed(Predicate<String> mine) throws IOException {
        return catalog.read(StreamTable::doomedLogs).stream()
                .collect(
                        Collectors.partitioningBy(
                                log -> mine.test(ProcessedLog.streamsOwn(log)),
                                Collectors.toSet()));
    }

    private void forgetDoomed(Set<String> logs) throws IOException {
        if (!logs.isEmpty()) {
            catalog.write(work(connection -> StreamTable.forgetDoomed(connection, logs)));
        }
    }

    /// Costs one look-up.
    Optional<DeliveryStream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// As [#find]; of a stream that is not known here, other nodes may have heard.
    Optional<DeliveryStream> findOrLook(String name) {
        Optional<DeliveryStream> known = find(name);
        return known.isEmpty() && feed.lookAgain(changing) ? find(name) : known;
    }

    /// The stream that is, or was, encrypted and whose first log this is. Costs one look-up.
    Optional<DeliveryStream> secretOf(String logId) {
        return Optional.ofNullable(secret.get(logId));
    }

    int size() {
        return byName.size();
    }

    /// In no order.
    Collection<DeliveryStream> all() {
        return List.copyOf(byName.values());
    }

    /// All names in order of the alphabet.
    Collection<String> names() {
        return names;
    }

    /// The streams whose names come after `start`, which need not be one, in order.
    Stream<DeliveryStream> after(String start) {
        return names.tailSet(start, false).stream().flatMap(name -> find(name).stream());
    }
}
