package io.hydrant.core.logevents;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.iam.RequestKeys;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// CloudWatch Logs: groups, their streams and their events. What was answered is durable. The file
/// has a bound: beyond it the events that were there longest are given up, and counted. Safe for
/// use from many threads.
public final class LogEvents implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LogEvents.class.getName());

    private static final long TOLD_EVERY_MILLIS = 3_600_000;

    /// What is refused with where it is not served.
    public static final String NOT_SERVED =
            "Hydrant does not serve CloudWatch Logs where the catalog is in a database that nodes"
                    + " share (--database).";

    private final LogStore store;
    private final AtomicLong told = new AtomicLong(Long.MIN_VALUE / 2);
    private final long bytesMax;
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param file in which they are kept; without one everything is refused
    /// @param bytesMax how large the file may become
    public LogEvents(
            Optional<Path> file,
            Disk disk,
            long bytesMax,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random) {
        this.store = new LogStore(file, disk);
        this.bytesMax = bytesMax;
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.random = random;
    }

    public String account() {
        return account;
    }

    /// Whether this server keeps any.
    public boolean isServed() {
        return store.isServed();
    }

    /// The ARN of a group, without the `:*` that some have behind it.
    public String arn(String group) {
        return "arn:aws:logs:" + region + ":" + account + ":log-group:" + group;
    }

    public String arn(String group, String stream) {
        return arn(group) + ":log-stream:" + stream;
    }

    /// The ARNs by which policies may name a group: AWS asks about the first, which `…:NAME:*`
    /// matches, and its documentation has the second too.
    public List<String> permissionArns(String group) {
        return List.of(arn(group, ""), arn(group));
    }

    /// The condition keys of every question about a group: its tags.
    public RequestKeys keys(String group) {
        return findGroup(group)
                .map(found -> RequestKeys.ofTags("aws:ResourceTag/", found.tags()))
                .orElse(RequestKeys.NONE);
    }

    public String newMark() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    public List<LogGroup> groups() {
        return store.isServed() && !store.isThere() ? List.of() : store.read(GroupRows::groups);
    }

    public Optional<LogGroup> findGroup(String name) {
        return store.isServed() && !store.isThere()
                ? Optional.empty()
                : store.read(connection -> GroupRows.group(connection, name));
    }

    /// @throws ServiceException when there is none
    public LogGroup group(String name) {
        return findGroup(name).orElseThrow(LogEvents::noGroup);
    }

    private static LogGroup group(Connection connection, String name) throws SQLException {
        return GroupRows.group(connection, name).orElseThrow(LogEvents::noGroup);
    }

    private static ServiceException noGroup() {
        return LogsError.RESOURCE_NOT_FOUND.because("The specified log group does not exist.");
    }

    private static ServiceException noStream() {
        return LogsError.RESOURCE_NOT_FOUND.because("The specified log stream does not exist.");
    }

    /// @param mark by which the group is known again
    public void createGroup(
            String name, String mark, OptionalInt retention, Map<String, String> tags) {
        if (name.startsWith("AWS/") || name.startsWith("aws/")) {
            throw LogsError.INVALID_PARAMETER.because(
                    "Log groups starting with AWS/ are reserved for AWS.");
        }
        store.write(connection -> {
            if (GroupRows.group(connection, name).isPresent()) {
                throw LogsError.RESOURCE_ALREADY_EXISTS.because(
                        "The specified log group already exists");
            }
            GroupRows.insert(
                    connection, new LogGroup(0, name, mark, clock.millis(), retention, tags, 0));
            return true;
        });
    }

    public void deleteGroup(String name) {
        deleteGroup(name, Optional.empty());
    }

    /// Deletes a group with all that is in it.
    ///
    /// @param mark of the only one that is meant
    public void deleteGroup(String name, Optional<String> mark) {
        store.write(connection -> {
            LogGroup group = group(connection, name);
            if (mark.isPresent() && !mark.get().equals(group.mark())) {
                throw noGroup();
            }
            for (String sql :
                    List.of(
                            "DELETE FROM log_event WHERE log_group = ?",
                            "DELETE FROM log_group WHERE id = ?")) {
                Sql.update(connection, sql, group.id());
            }
            return true;
        });
    }

    public void setRetention(String name, OptionalInt days) {
        store.write(connection -> {
            group(connection, name);
            GroupRows.setRetention(connection, name, days);
            return true;
        });
    }

    /// Adds tags, or gives them new values.
    public void tag(String name, Map<String, String> more) {
        store.write(connection -> {
            LogGroup group = group(connection, name);
            Map<String, String> tags = new LinkedHashMap<>(group.tags());
            tags.putAll(more);
            if (tags.size() > LogGroup.TAGS_MAX) {
                throw LogsError.TOO_MANY_TAGS.because(
                        "A resource can have at most %d tags.", LogGroup.TAGS_MAX);
            }
            GroupRows.setTags(connection, group, tags);
            return true;
        });
    }

    public void untag(String name, Set<String> keys) {
        store.write(connection -> {
            LogGroup group = group(connection, name);
            Map<String, String> tags = new LinkedHashMap<>(group.tags());
            tags.keySet().removeAll(keys);
            GroupRows.setTags(connection, group, tags);
            return true;
        });
    }

    public Optional<LogStream> findStream(String group, String stream) {
        Optional<LogGroup> known = findGroup(group);
        return known.isEmpty()
                ? Optional.empty()
                : store.read(connection -> GroupRows.stream(connection, known.get(), stream));
    }

    public void createStream(String group, String stream, String mark) {
        store.write(connection -> {
            LogGroup known = group(connection, group);
            if (GroupRows.stream(connection, known, stream).isPresent()) {
                throw LogsError.RESOURCE_ALREADY_EXISTS.because(
                        "The specified log stream already exists");
            }
            GroupRows.insert(
                    connection,
                    known,
                    new LogStream(
                            0,
                            stream,
                            mark,
                            clock.millis(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            return true;
        });
    }

    /// @param mark of the only one that is meant
    public void deleteStream(String group, String stream, Optional<String> mark) {
        store.write(connection -> {
            LogGroup known = group(connection, group);
            LogStream gone = stream(connection, known, stream);
            if (mark.isPresent() && !mark.get().equals(gone.mark())) {
                throw noStream();
            }
            EventRows.deleteOf(connection, known, gone);
            Sql.update(connection, "DELETE FROM log_stream WHERE id = ?", gone.id());
            return true;
        });
    }

    private static LogStream stream(Connection connection, LogGroup group, String name)
            throws SQLException {
        return GroupRows.stream(connection, group, name).orElseThrow(LogEvents::noStream);
    }

    /// One more than the limit, where there are more.
    public List<LogStream> streams(String group, StreamListing listing) {
        LogGroup known = group(group);
        return store.read(connection -> GroupRows.streams(connection, known, listing));
    }

    /// Returns once those that are taken are durable.
    public EventBatch.Rejected put(String group, String stream, EventBatch batch) {
        record Taken(EventBatch.Rejected rejected, long gaveUp) {}
        Taken taken =
                store.write(connection -> {
                    LogGroup known = group(connection, group);
                    LogStream into = stream(connection, known, stream);
                    EventBatch.Rejected rejected = batch.rejected(known, clock.instant());
                    List<EventInput> events = batch.taken(rejected);
                    if (!events.isEmpty()) {
                        EventRows.insert(connection, known, into, events, clock.millis());
                    }
                    return new Taken(rejected, EventRows.makeRoom(connection, bytesMax));
                });
        if (taken.gaveUp() > 0) {
            tellGivenUp();
        }
        return taken.rejected();
    }

    /// In the server's log, once an hour.
    private void tellGivenUp() {
        long now = clock.millis();
        long last = told.get();
        if (now - last >= TOLD_EVERY_MILLIS && told.compareAndSet(last, now)) {
            Room room = room();
            LOG.log(
                    Level.WARNING,
                    "The store of log events is full at {0} bytes (--log-events): of those that"
                            + " were there longest {1} were given up so far",
                    room.bytesMax(),
                    room.givenUpEvents());
        }
    }

    /// Those that a query wants, without those that the group's retention has let go.
    public EventPage search(String group, EventQuery query) {
        LogGroup known = group(group);
        return store.read(connection -> EventRows.search(connection, known, kept(known, query)));
    }

    /// A stream's, the latest first unless it is from the head.
    public EventPage page(String group, String stream, EventQuery query, boolean isFromHead) {
        LogGroup known = group(group);
        return store.read(connection ->
                EventRows.page(
                        connection,
                        stream(connection, known, stream),
                        kept(known, query),
                        isFromHead));
    }

    private EventQuery kept(LogGroup group, EventQuery query) {
        EventPlace oldest =
                group.oldestMillis(clock.millis())
                        .map(EventPlace::before)
                        .orElse(EventPlace.BEGINNING);
        return oldest.compareTo(query.behind()) <= 0
                ? query
                : new EventQuery(
                        query.streams(),
                        query.streamPrefix(),
                        oldest,
                        query.before(),
                        query.pattern(),
                        query.limit());
    }

    /// Lets go of what is over its group's retention. To be called now and then.
    public void expire() {
        if (!store.isThere()) {
            return;
        }
        long now = clock.millis();
        for (LogGroup group : groups()) {
            Optional<Long> oldest = group.oldestMillis(now);
            if (oldest.isPresent()) {
                store.write(connection -> {
                    EventRows.expire(connection, group, oldest.get());
                    return true;
                });
            }
        }
    }

    /// How full the store is.
    ///
    /// @param givenUpEvents how many went since it was made, so that others had room
    public record Room(long usedBytes, long bytesMax, long givenUpEvents) {}

    public Room room() {
        return store.isThere()
                ? store.read(connection ->
                        new Room(
                                EventRows.usedBytes(connection),
                                bytesMax,
                                EventRows.givenUp(connection)))
                : new Room(0, bytesMax, 0);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
