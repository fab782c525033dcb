package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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

    /// How many streams an account may have in AWS, unless it asks for more.
    public static final int STREAMS_MAX = 5_000;

    private final StreamRegister register;
    private final StreamEncryption encryption;
    private final RoleCheck roles;
    private final TableCheck tables;
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int streamsMax;
    private final Transitions transitions;

    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        this(catalog, roles, region, account, clock, random, StreamSettings.DEFAULT);
    }

    /// With settings of its own, on a server that converts no records.
    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            StreamSettings settings)
            throws IOException {
        this(catalog, roles, TableCheck.NONE, region, account, clock, random, settings);
    }

    /// With tables into whose columns records can be converted.
    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            TableCheck tables,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            StreamSettings settings)
            throws IOException {
        this(catalog, roles, tables, Encryptions.NONE, region, account, clock, random, settings);
    }

    /// With what it takes to encrypt streams.
    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            TableCheck tables,
            Encryptions encryptions,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            StreamSettings settings)
            throws IOException {
        this.register = new StreamRegister(catalog);
        this.roles = roles;
        this.tables = tables;
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.random = random;
        this.streamsMax = settings.most();
        this.transitions = new Transitions(settings.transitions(), clock);
        this.encryption =
                new StreamEncryption(
                        this,
                        register,
                        encryptions,
                        transitions,
                        new EncryptionQuota(settings.quotas(), clock));
    }

    /// How their records are kept.
    public StreamEncryption encryption() {
        return encryption;
    }

    public void addListener(Listener listener) {
        register.addListener(listener);
    }

    /// Makes up for a change that ended in the middle, by what the catalog says; to be called now
    /// and then. Does nothing at nearly all times.
    public void catchUp() throws IOException {
        register.catchUp();
    }

    /// Creates a stream.
    ///
    /// @throws ServiceException when its name is taken, there are as many as there may be, or its
    ///   role cannot be assumed
    public DeliveryStream create(NewStream wanted) throws IOException {
        DeliveryStream stream = create(wanted, newLogId());
        transitions.created(stream);
        return stream;
    }

    /// A name for the log of a stream that is to be: no other stream has it.
    public String newLogId() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /// The same with a log whose name is [#newLogId], so that the caller knows this very stream
    /// again. It is shown as active at once: a stack that is created has streams that are.
    public DeliveryStream create(NewStream wanted, String logId) throws IOException {
        return register.oneAtATime(() -> {
            DeliveryStream stream = drafted(wanted, logId);
            checkName(stream.name());
            Shards.check(stream.tags());
            checkTable(stream.destination(), stream.arn());
            checkRoles(stream.destination().roleArns(), stream.arn());
            return register.add(encryption.begun(stream, wanted.encryption()));
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

    private void checkName(String name) {
        if (register.find(name).isPresent() || transitions.leaving(name).isPresent()) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Firehose %s under accountId %s already exists", name, account);
        }
        if (register.size() >= streamsMax) {
            throw FirehoseError.LIMIT_EXCEEDED.because(
                    "You have already consumed your firehose quota of %d hoses. Firehose names:"
                            + " [%s]",
                    streamsMax, String.join(", ", register.names()));
        }
    }

    /// As AWS does, before the roles.
    private void checkTable(Destination destination, Arn stream) {
        switch (destination) {
            case ExtendedS3Destination s3 ->
                    s3.activeConversion().ifPresent(conversion -> tables.check(conversion, stream));
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
        return register.oneAtATime(() -> {
            DeliveryStream current =
                    shown(name)
                            .orElseThrow(() ->
                                    FirehoseError.RESOURCE_NOT_FOUND.because(
                                            "Firehose %s under accountId %s not found.",
                                            name, account));
            requireActive(current);
            return changed(current, change.of(current, now()));
        });
    }

    /// Gives the stream of this name and log another destination as a whole: what it does not
    /// mention is as if it had never been there.
    ///
    /// @throws ServiceException when it is gone, or the new role cannot be assumed
    public DeliveryStream replaceDestination(NewStream wanted, String logId) throws IOException {
        return register.oneAtATime(() -> {
            DeliveryStream current =
                    find(wanted.name())
                            .filter(found -> found.logId().equals(logId))
                            .orElseThrow(() -> notFound(wanted.name()));
            return changed(current, wanted.destination());
        });
    }

    /// A backup that is on stays on, in AWS as well.
    private DeliveryStream changed(DeliveryStream current, Destination destination)
            throws IOException {
        if (current.destination().backup().isPresent() && destination.backup().isEmpty()) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Disabling S3 backup is not currently supported.");
        }
        if (destination.equals(current.destination())) {
            return current;
        }
        checkTable(destination, current.arn());
        Set<String> added = new LinkedHashSet<>(destination.roleArns());
        added.removeAll(current.destination().roleArns());
        checkRoles(added, current.arn());
        return register.replace(current.updated(destination, now()));
    }

    /// Deletes the stream; its buffer is discarded with it. One that is being deleted is left to
    /// that.
    ///
    /// @throws ServiceException when there is none, or it is being created
    public void delete(String name) throws IOException {
        register.oneAtATime(() -> {
            DeliveryStream stream = existing(name);
            return switch (stream.status()) {
                case CREATING ->
                        throw FirehoseError.RESOURCE_IN_USE.because(
                                "Firehose %s under account %s cannot be deleted in %s state",
                                name, account, stream.status());
                case ACTIVE -> {
                    DeliveryStream removed = register.remove(stream);
                    transitions.deleted(removed);
                    yield removed;
                }
                case DELETING -> stream;
            };
        });
    }

    static void requireActive(DeliveryStream stream) {
        if (stream.status() != DeliveryStream.Status.ACTIVE) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Cannot update firehose: %s when it is in %s status",
                    stream.name(), stream.status());
        }
    }

    /// Deletes the stream of this name if its log is this one: another that has the name by now is
    /// left alone.
    public void delete(String name, String logId) throws IOException {
        register.oneAtATime(() -> {
            Optional<DeliveryStream> stream =
                    find(name).filter(found -> found.logId().equals(logId));
            if (stream.isPresent()) {
                register.remove(stream.get());
            }
            return stream;
        });
    }

    /// Adds tags; a key that is there gets the new value.
    ///
    /// @throws ServiceException when there is no such stream, or there would be too many
    public void tag(String name, List<StreamTag> more) throws IOException {
        register.oneAtATime(() -> {
            DeliveryStream stream = existing(name);
            requireActive(stream);
            return register.replace(tagged(stream, StreamTag.union(stream.tags(), more)));
        });
    }

    /// Removes the tags with these keys; keys that are not there are ignored.
    ///
    /// @throws ServiceException when there is no such stream
    public void untag(String name, Set<String> keys) throws IOException {
        register.oneAtATime(() -> {
            DeliveryStream stream = existing(name);
            requireActive(stream);
            return register.replace(
                    tagged(
                            stream,
                            stream.tags().stream()
                                    .filter(tag -> !keys.contains(tag.key()))
                                    .toList()));
        });
    }

    private static DeliveryStream tagged(DeliveryStream stream, List<StreamTag> tags) {
        Shards.checkSame(stream.tags(), tags);
        return stream.tagged(tags);
    }

    public Optional<DeliveryStream> find(String name) {
        Optional<DeliveryStream> found = register.findOrLook(name);
        return transitions.areShown() ? found.map(transitions::shown) : found;
    }

    /// Also one that was deleted and is shown for a while.
    private Optional<DeliveryStream> shown(String name) {
        return find(name).or(() -> transitions.leaving(name));
    }

    /// The stream that is to take records.
    ///
    /// @throws ServiceException when there is none, or it is not active
    public DeliveryStream active(String name) {
        DeliveryStream stream = existing(name);
        if (stream.status() != DeliveryStream.Status.ACTIVE) {
            throw FirehoseError.RESOURCE_NOT_FOUND.because(
                    "Firehose %s is not active in %s account.", name, account);
        }
        return stream;
    }

    /// The stream, as operations other than UpdateDestination need it.
    ///
    /// @throws ServiceException when there is none
    public DeliveryStream existing(String name) {
        return shown(name).orElseThrow(() -> notFound(name));
    }

    private ServiceException notFound(String name) {
        return FirehoseError.RESOURCE_NOT_FOUND.because(
                "Firehose %s under account %s not found.", name, account);
    }

    /// At a start: removes the logs of deleted streams that are there still, and puts aside those
    /// that nobody knows.
    ///
    /// @param mine which streams' logs may be removed by this process
    public void sortOut(StreamLogs logs, Predicate<String> mine) throws IOException {
        register.sortOut(logs, mine);
    }

    /// Removes the logs of deleted streams that are there still, of those that are `mine`.
    public void removeDoomed(StreamLogs logs, Predicate<String> mine) throws IOException {
        register.removeDoomed(logs, mine);
    }

    /// Every stream there is, in no order.
    public Collection<DeliveryStream> all() {
        return register.all();
    }

    /// The first `limit` names of wanted streams after `start`, which need not be a stream's.
    public NamePage names(String start, int limit, Predicate<DeliveryStream> wanted) {
        List<String> page =
                after(start).filter(wanted).map(DeliveryStream::name).limit(limit + 1L).toList();
        return page.size() > limit
                ? new NamePage(page.subList(0, limit), true)
                : new NamePage(page, false);
    }

    private Stream<DeliveryStream> after(String start) {
        Stream<DeliveryStream> all = register.after(start);
        return transitions.areShown()
                ? Stream.concat(
                                all,
                                transitions
                                        .leaving()
                                        .filter(gone -> gone.name().compareTo(start) > 0))
                        .sorted(Comparator.comparing(DeliveryStream::name))
                : all;
    }

    /// The ARN that a stream of this name has or would have.
    public Arn arn(String name) {
        return new Arn("aws", "firehose", region, account, "deliverystream/" + name);
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
