package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.stream.destination.Destination;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A delivery stream as it was at one moment: never changes; every update makes another.
///
/// `logId` names the stream's log, or the first of them where it has several ([#shards]). It is
/// random, so that a stream that is deleted and created again under its name has nothing to do with
/// the one before. `version` counts configuration changes from 1 and is part of every object's key.
/// `tags` are in order of their keys. `encryption` is there once the stream was encrypted, also
/// when it is so no longer.
public record DeliveryStream(
        String name,
        Arn arn,
        String logId,
        Status status,
        int version,
        Instant created,
        Optional<Instant> lastUpdated,
        Source source,
        Destination destination,
        List<StreamTag> tags,
        Optional<LogEncryption> encryption) {
    /// A stream has one destination, and it is always called this.
    public static final String DESTINATION_ID = "destinationId-000000000001";

    public DeliveryStream {
        tags = List.copyOf(tags);
    }

    /// One that was never encrypted.
    public DeliveryStream(
            String name,
            Arn arn,
            String logId,
            Status status,
            int version,
            Instant created,
            Optional<Instant> lastUpdated,
            Source source,
            Destination destination,
            List<StreamTag> tags) {
        this(
                name,
                arn,
                logId,
                status,
                version,
                created,
                lastUpdated,
                source,
                destination,
                tags,
                Optional.empty());
    }

    /// A stream is active as soon as it is durable in the catalog, and gone as soon as it is
    /// deleted there; the states between, which AWS has, are shown where somebody wants them
    /// ([Transitions]).
    public enum Status {
        CREATING,
        ACTIVE,
        DELETING
    }

    /// The same as it is shown for a while.
    DeliveryStream in(Status shown) {
        return with(logId, shown, version, lastUpdated, destination, tags);
    }

    /// The stream as its backup sees it, if it has one: the same records, and the backup's place is
    /// their destination.
    public Optional<DeliveryStream> forBackup() {
        return destination
                .backup()
                .map(place -> with(logId, status, version, lastUpdated, place, tags));
    }

    /// How many logs the stream has, 1 unless it was asked for more when it was created.
    public int shards() {
        return Shards.in(tags);
    }

    /// The ids of its logs, each of which is delivered by itself.
    public List<String> logIds() {
        return IntStream.range(0, shards()).mapToObj(shard -> ShardLog.idOf(logId, shard)).toList();
    }

    /// The stream as each of its shards sees it: as if that were all there is.
    public List<DeliveryStream> byShard() {
        return logIds().stream()
                .map(log -> with(log, status, version, lastUpdated, destination, tags))
                .toList();
    }

    DeliveryStream updated(Destination changed, Instant at) {
        return with(logId, status, version + 1, Optional.of(at), changed, tags);
    }

    DeliveryStream tagged(List<StreamTag> changed) {
        return with(logId, status, version, lastUpdated, destination, changed);
    }

    /// Whether records of it are, or may be, kept encrypted.
    public boolean isSecret() {
        return encryption.isPresent();
    }

    /// The same, encrypted so from now on.
    public DeliveryStream encrypted(LogEncryption changed) {
        return new DeliveryStream(
                name,
                arn,
                logId,
                status,
                version,
                created,
                lastUpdated,
                source,
                destination,
                tags,
                Optional.of(changed));
    }

    private DeliveryStream with(
            String otherLog,
            Status otherStatus,
            int otherVersion,
            Optional<Instant> otherUpdate,
            Destination otherDestination,
            List<StreamTag> otherTags) {
        return new DeliveryStream(
                name,
                arn,
                otherLog,
                otherStatus,
                otherVersion,
                created,
                otherUpdate,
                source,
                otherDestination,
                otherTags,
                encryption);
    }
}
