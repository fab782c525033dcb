package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deletes many keys of a bucket with one commit. What is refused of one does not concern the
/// others. Safe for use from many threads.
final class Deletions {
    private final Index index;
    private final VersionNumbers numbers;

    Deletions(Index index, VersionNumbers numbers) {
        this.index = index;
        this.numbers = numbers;
    }

    /// One key, and the marker that is put for it if one is.
    private record Step(ObjectDeletion deletion, Optional<Manifest> marker) {}

    /// In the order of the deletions.
    List<ObjectDeletion.Outcome> carryOut(Bucket asked, List<ObjectDeletion> deletions)
            throws IOException {
        List<Step> steps = new ArrayList<>();
        Set<String> unused = new HashSet<>();
        boolean isUndecided = false;
        try {
            Iterator<Manifest> markers = markers(asked, deletions, unused).iterator();
            for (ObjectDeletion each : deletions) {
                boolean isMarked = isMarked(asked, each);
                steps.add(
                        new Step(each, isMarked ? Optional.of(markers.next()) : Optional.empty()));
            }
            isUndecided = true;
            List<Done> done = index.change(connection -> carryOut(connection, asked, steps));
            isUndecided = false;
            done.forEach(each -> each.marker().ifPresent(unused::remove));
            return done.stream().map(Done::outcome).toList();
        } catch (ServiceException refused) {
            isUndecided = false;
            throw refused;
        } finally {
            // After an IOException of the change its rows may be there: then the start decides.
            if (!isUndecided) {
                for (String blob : unused) {
                    index.blobs().delete(blob);
                }
            }
        }
    }

    private static boolean isMarked(Bucket bucket, ObjectDeletion deletion) {
        return deletion.versionId().isEmpty() && bucket.wasVersioned();
    }

    /// Those of all keys that get one, in their order.
    ///
    /// @param written is told of each that is there
    private List<Manifest> markers(
            Bucket bucket, List<ObjectDeletion> deletions, Set<String> written) throws IOException {
        List<BlobDescription> descriptions =
                deletions.stream()
                        .filter(deletion -> isMarked(bucket, deletion))
                        .map(deletion -> numbers.marker(bucket, deletion.key()))
                        .toList();
        return new MarkerFiles(numbers).write(descriptions, written);
    }

    /// What became of a key, and the blob of the marker that is there now.
    private record Done(ObjectDeletion.Outcome outcome, Optional<String> marker) {}

    private List<Done> carryOut(Connection connection, Bucket asked, List<Step> steps)
            throws SQLException {
        Bucket bucket = Buckets.current(connection, asked);
        List<Done> done = new ArrayList<>();
        for (Step step : steps) {
            try {
                done.add(carryOut(connection, bucket, step));
            } catch (ServiceException refused) {
                // Nothing was changed before it.
                done.add(new Done(new ObjectDeletion.Refused(refused), Optional.empty()));
            }
        }
        return done;
    }

    private Done carryOut(Connection connection, Bucket bucket, Step step) throws SQLException {
        ObjectDeletion deletion = step.deletion();
        Optional<String> versionId = deletion.versionId();
        if (versionId.isPresent()) {
            return new Done(
                    ofVersion(connection, bucket, deletion, versionId.get()), Optional.empty());
        }
        Optional<ObjectVersion> before = Index.latest(connection, bucket, deletion.key());
        deletion.precondition().check(before, deletion.key());
        return ofLatest(connection, bucket, step, before);
    }

    private ObjectDeletion.Deleted ofVersion(
            Connection connection, Bucket bucket, ObjectDeletion deletion, String versionId)
            throws SQLException {
        Optional<ObjectVersion> version =
                Index.version(connection, bucket, deletion.key(), versionId);
        deletion.precondition().check(version, deletion.key());
        if (version.isPresent()) {
            Index.remove(connection, bucket, version.get());
            remember(connection, version.get());
        }
        return new ObjectDeletion.Deleted(
                Optional.of(versionId), version.map(ObjectVersion::marker).orElse(false));
    }

    /// So that after a restart, too, it is known that there was a version of its number.
    private static void remember(Connection connection, ObjectVersion version) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO deleted (one, seq) VALUES (1, ?)"
                        + " ON CONFLICT (one) DO UPDATE SET seq = max(seq, excluded.seq)",
                version.seq());
    }

    private Done ofLatest(
            Connection connection, Bucket bucket, Step step, Optional<ObjectVersion> before)
            throws SQLException {
        String key = step.deletion().key();
        if (bucket.versioning() != Versioning.ENABLED) {
            Index.removeNullVersion(connection, bucket, key);
        }
        if (!bucket.wasVersioned()) {
            return new Done(new ObjectDeletion.Deleted(Optional.empty(), false), Optional.empty());
        }
        Optional<BlobDescription> said = step.marker().map(Manifest::description);
        long number = numbers.number(before, said);
        String id = numbers.id(bucket, number, said);
        Index.insert(
                connection,
                bucket,
                before,
                new ObjectVersion(
                        0,
                        key,
                        number,
                        id,
                        true,
                        true,
                        0,
                        "",
                        numbers.modified(before, said),
                        ObjectDetails.none(),
                        step.marker().map(Manifest::allSegments).orElse(List.of())));
        return new Done(
                new ObjectDeletion.Deleted(Optional.of(id), true),
                step.marker().map(Manifest::blob));
    }
}
