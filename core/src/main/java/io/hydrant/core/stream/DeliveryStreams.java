package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.destination.Destination;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All delivery streams of this account and region. What it answers is durable. Every stream is
/// also kept in memory, so that [#find] costs one look-up. Safe for use from many threads.
public final class DeliveryStreams {

    /// Called for every change after it is durable, one at a time and in order, before the caller
    /// of the change is answered. Must be quick, and must not change streams itself.
    public interface Listener {
        /// The streams that there are: called when the listener is added, and again after it failed
        /// to take in a change, or a change ended in the middle.
        void all(Collection<DeliveryStream> streams);

        void created(DeliveryStream stream);

        /// Settings or tags changed: the same name and log.
        void updated(DeliveryStream stream);

        void deleted(DeliveryStream stream);
    }

    /// Names in order of the alphabet; `hasMore` when others follow.
    public record NamePage(List<String> names, boolean hasMore) {}

    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /// How many streams an account may have in AWS, unless it asks for more.
    public static final int STREAMS_MAX = 5_000;

    private static final Logger LOG = System.getLogger(DeliveryStreams.class.getName());

    private final Database catalog;
    private final RoleCheck roles;
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int streamsMax;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// Held from a change's checks until its listeners were called: changes happen one at a time.
    private final ReentrantLock changing = new ReentrantLock();

    /// Whether a change ended in the middle, so that the catalog, the memory and the listeners may
    /// not agree. Set while `changing` is held.
    private volatile boolean isDoubtful;

    private final ConcurrentMap<String, DeliveryStream> byName = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<String> names = new ConcurrentSkipListSet<>();

    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        this(catalog, roles, region, account, clock, random, STREAMS_MAX);
    }

    /// With a quota of its own.
    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            int streamsMax)
            throws IOException {
        this.catalog = catalog;
        this.roles = roles;
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.random = random;
        this.streamsMax = streamsMax;
        catalog.read(StreamTable::readAll).forEach(this::remember);
    }

    public void addListener(Listener listener) {
        changing.lock();
        try {
            listeners.add(listener);
            listener.all(all());
        } finally {
            changing.unlock();
        }
    }

    /// Makes up for a change that ended in the middle, by what the catalog says; to be called now
    /// and then. Does nothing at nearly all times.
    public void catchUp() throws IOException {
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
        List<DeliveryStream> stored = catalog.read(StreamTable::readAll);
        Set<String> kept = stored.stream().map(DeliveryStream::name).collect(Collectors.toSet());
        stored.forEach(this::remember);
        byName.keySet().retainAll(kept);
        names.retainAll(kept);
        listeners.forEach(listener -> listener.all(stored));
        isDoubtful = false;
    }

    /// Creates a stream.
    ///
    /// @throws ServiceException when its name is taken, there are as many as there may be, or its
    ///   role cannot be assumed
    public DeliveryStream create(NewStream wanted) throws IOException {
        return create(wanted, newLogId());
    }

    /// A name for the log of a stream that is to be: no other stream has it.
    public String newLogId() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /// The same with a log whose name is [#newLogId], so that the caller knows this very stream
    /// again.
    public DeliveryStream create(NewStream wanted, String logId) throws IOException {
        return oneAtATime(() -> {
            DeliveryStream stream = drafted(wanted, logId);
            checkName(stream.name());
            checkRoles(stream.destination().roleArns(), stream.arn());
            carryOut(
                    connection -> StreamTable.insert(connection, stream),
                    () -> remember(stream),
                    listener -> listener.created(stream));
            return stream;
        });
    }

    private DeliveryStream drafted(NewStream wanted, String logId) {
        return new DeliveryStream(
                wanted.name(),
                arn(wanted.name()),
                logId,
                DeliveryStream.Status.ACTIVE,
                1,
                now(),
                Optional.empty(),
                wanted.source(),
                wanted.destination(),
                StreamTag.union(List.of(), wanted.tags()));
    }

    /// Changes something, by what the catalog says now, while nobody else does.
    private <T> T oneAtATime(Work<T> work) throws IOException {
        changing.lock();
        try {
            readAgain();
            return work.run();
        } finally {
            changing.unlock();
        }
    }

    private void checkName(String name) {
        if (byName.containsKey(name)) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Firehose %s under accountId %s already exists", name, account);
        }
        if (byName.size() >= streamsMax) {
            throw FirehoseError.LIMIT_EXCEEDED.because(
                    "You have already consumed your firehose quota of %d hoses. Firehose names:"
                            + " [%s]",
                    streamsMax, String.join(", ", names));
        }
    }

    private void checkRoles(Collection<String> roleArns, Arn stream) {
        for (String roleArn : roleArns) {
            if (!roles.canAssume(roleArn, stream)) {
                throw FirehoseError.INVALID_ARGUMENT.because(
                        "Firehose is unable to assume role %s. Please check the role provided.",
                        roleArn);
            }
        }
    }

    /// Changes a stream's destination. A change that changes nothing leaves the version alone.
    ///
    /// @throws ServiceException when there is no such stream, the change refuses, or the new role
    ///   cannot be assumed
    public DeliveryStream updateDestination(String name, DestinationChange change)
            throws IOException {
        return oneAtATime(() -> {
            DeliveryStream current =
                    find(name)
                            .orElseThrow(() ->
                                    FirehoseError.RESOURCE_NOT_FOUND.because(
                                            "Firehose %s under accountId %s not found.",
                                            name, account));
            return changed(current, change.of(current, now()));
        });
    }

    /// Gives the stream of this name and log another destination as a whole: what it does not
    /// mention is as if it had never been there.
    ///
    /// @throws ServiceException when it is gone, or the new role cannot be assumed
    public DeliveryStream replaceDestination(NewStream wanted, String logId) throws IOException {
        return oneAtATime(() -> {
            DeliveryStream current = existing(wanted.name());
            if (!current.logId().equals(logId)) {
                throw notFound(wanted.name());
            }
            return changed(current, wanted.destination());
        });
    }

    private DeliveryStream changed(DeliveryStream current, Destination destination)
            throws IOException {
        if (destination.equals(current.destination())) {
            return current;
        }
        Set<String> added = new LinkedHashSet<>(destination.roleArns());
        added.removeAll(current.destination().roleArns());
        checkRoles(added, current.arn());
        return replace(current.updated(destination, now()));
    }

    /// Deletes the stream; its buffer is discarded with it.
    ///
    /// @throws ServiceException when there is none
    public void delete(String name) throws IOException {
        oneAtATime(() -> deleteNow(existing(name)));
    }

    /// Deletes the stream of this name if its log is this one: another that has the name by now is
    /// left alone.
    public void delete(String name, String logId) throws IOException {
        oneAtATime(() -> {
            Optional<DeliveryStream> stream =
                    find(name).filter(found -> found.logId().equals(logId));
            if (stream.isPresent()) {
                deleteNow(stream.get());
            }
            return stream;
        });
    }

    private DeliveryStream deleteNow(DeliveryStream stream) throws IOException {
        carryOut(
                connection -> StreamTable.delete(connection, stream.name()),
                () -> forget(stream.name()),
                listener -> listener.deleted(stream));
        return stream;
    }

    /// Adds tags; a key that is there gets the new value.
    ///
    /// @throws ServiceException when there is no such stream, or there would be too many
    public void tag(String name, List<StreamTag> more) throws IOException {
        oneAtATime(() -> {
            DeliveryStream stream = existing(name);
            return replace(stream.tagged(StreamTag.union(stream.tags(), more)));
        });
    }

    /// Removes the tags with these keys; keys that are not there are ignored.
    ///
    /// @throws ServiceException when there is no such stream
    public void untag(String name, Set<String> keys) throws IOException {
        oneAtATime(() -> {
            DeliveryStream stream = existing(name);
            return replace(
                    stream.tagged(
                            stream.tags().stream()
                                    .filter(tag -> !keys.contains(tag.key()))
                                    .toList()));
        });
    }

    public Optional<DeliveryStream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The stream, as operations other than UpdateDestination need it.
    ///
    /// @throws ServiceException when there is none
    public DeliveryStream existing(String name) {
        DeliveryStream stream = byName.get(name);
        if (stream == null) {
            throw notFound(name);
        }
        return stream;
    }

    private ServiceException notFound(String name) {
        return FirehoseError.RESOURCE_NOT_FOUND.because(
                "Firehose %s under account %s not found.", name, account);
    }

    /// At a start: removes the logs of deleted streams that are there still, and puts aside those
    /// that nobody knows.
    public void sortOut(StreamLogs logs) throws IOException {
        Set<String> known =
                byName.values().stream().map(DeliveryStream::logId).collect(Collectors.toSet());
        Set<String> doomed = catalog.read(StreamTable::doomedLogs);
        logs.sortOut(known, doomed);
        if (!doomed.isEmpty()) {
            durably(connection -> StreamTable.forgetDoomed(connection, doomed));
        }
    }

    /// Every stream there is, in no order.
    public Collection<DeliveryStream> all() {
        return List.copyOf(byName.values());
    }

    /// The first `limit` names of wanted streams after `start`, which need not be a stream's.
    public NamePage names(String start, int limit, Predicate<DeliveryStream> wanted) {
        List<String> page =
                names.tailSet(start, false).stream()
                        .filter(name -> find(name).filter(wanted).isPresent())
                        .limit(limit + 1L)
                        .toList();
        return page.size() > limit
                ? new NamePage(page.subList(0, limit), true)
                : new NamePage(page, false);
    }

    /// The ARN that a stream of this name has or would have.
    public Arn arn(String name) {
        return new Arn("aws", "firehose", region, account, "deliverystream/" + name);
    }

    private DeliveryStream replace(DeliveryStream stream) throws IOException {
        carryOut(
                connection -> StreamTable.update(connection, stream),
                () -> remember(stream),
                listener -> listener.updated(stream));
        return stream;
    }

    private void remember(DeliveryStream stream) {
        byName.put(stream.name(), stream);
        names.add(stream.name());
    }

    private void forget(String name) {
        byName.remove(name);
        names.remove(name);
    }

    /// Makes a change durable, then known here, then to the listeners. Whatever fails before it is
    /// durable refuses it; whatever fails then is made up for by [#catchUp].
    private void carryOut(Change change, Runnable inMemory, Consumer<Listener> news)
            throws IOException {
        isDoubtful = true;
        durably(change);
        try {
            inMemory.run();
            listeners.forEach(news);
            isDoubtful = false;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A change to a delivery stream is taken in later", e);
        }
    }

    private void durably(Change change) throws IOException {
        catalog.write(connection -> {
            change.in(connection);
            return true;
        });
    }

    /// Of all streams.
    public String region() {
        return region;
    }

    /// The time now. AWS keeps milliseconds, and so does the catalog.
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
