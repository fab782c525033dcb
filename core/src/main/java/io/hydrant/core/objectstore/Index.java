package io.hydrant.core.objectstore;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// The rows behind objects: reading versions, and counting who refers to a blob. All methods that
/// take a connection run inside a transaction of [SqliteDatabase].
final class Index {
    private static final Logger LOG = System.getLogger(Index.class.getName());

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String VERSION_COLUMNS =
            "id, key, seq, version_id, marker, latest, size, etag, modified, details";

    private final SqliteDatabase database;
    private final Blobs blobs;

    private final Garbage garbage;

    Index(SqliteDatabase database, Blobs blobs) {
        this.database = database;
        this.blobs = blobs;
        this.garbage = new Garbage(blobs);
    }

    SqliteDatabase database() {
        return database;
    }

    Blobs blobs() {
        return blobs;
    }

    /// The blobs of a folder that an index names; the set is the caller's own.
    static Set<String> blobsIn(SqliteDatabase database, String folder) throws IOException {
        return new HashSet<>(
                database.read(connection ->
                        Sql.all(
                                connection,
                                "SELECT id FROM blob WHERE id >= ? AND id < ?",
                                row -> row.getString(1),
                                folder,
                                folder + "g")));
    }

    static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /// Runs a change, and unlinks afterwards what it made garbage.
    <T> T change(Database.Work<T> work) throws IOException {
        List<String> freed = new ArrayList<>();
        T result =
                database.write(connection -> {
                    T value = work.run(connection);
                    freed.clear();
                    freed.addAll(garbage.taken(connection));
                    return value;
                });
        garbage.unlink(freed);
        return result;
    }

    /// At a start: carries out the deletions that are written down and were not done.
    void deleteGarbage() throws IOException {
        List<String> left = written();
        if (left.isEmpty()) {
            return;
        }
        for (String blob : left) {
            blobs.delete(blob);
        }
        blobs.settle(left);
        database.write(connection -> Sql.update(connection, "DELETE FROM garbage"));
    }

    /// Keeps all blobs, also those that become garbage, until [#releaseBlobs].
    void keepBlobs() {
        garbage.keep();
    }

    /// What became garbage meanwhile is deleted.
    void releaseBlobs() {
        if (!garbage.release()) {
            return;
        }
        try {
            garbage.unlink(written());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Deleted objects give back their disk at the next start", e);
        }
    }

    /// Keeps these blobs until they are unpinned, whatever happens to their objects.
    void pin(Collection<String> pinned) {
        garbage.pin(pinned);
    }

    void unpin(Collection<String> pinned) {
        garbage.unpin(pinned);
    }

    private List<String> written() throws IOException {
        return database.read(connection ->
                Sql.all(connection, "SELECT blob FROM garbage", row -> row.getString(1)));
    }

    /// A blob that the same transaction has released before, as when an object is copied onto
    /// itself, is garbage no more.
    static void refer(Connection connection, String blob) throws SQLException {
        Sql.update(connection, "DELETE FROM garbage WHERE blob = ?", blob);
        Sql.update(
                connection,
                "INSERT INTO blob (id, refs) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET refs = refs + 1",
                blob);
    }

    static void release(Connection connection, String blob) throws SQLException {
        Sql.update(connection, "UPDATE blob SET refs = refs - 1 WHERE id = ?", blob);
        if (Sql.update(connection, "DELETE FROM blob WHERE id = ? AND refs <= 0", blob) > 0) {
            Sql.update(connection, "INSERT OR IGNORE INTO garbage (blob) VALUES (?)", blob);
        }
    }

    static Optional<ObjectVersion> latest(Connection connection, Bucket bucket, String key)
            throws SQLException {
        return one(
                connection,
                "bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1",
                bucket.id(),
                bytes(key));
    }

    static Optional<ObjectVersion> version(
            Connection connection, Bucket bucket, String key, String versionId)
            throws SQLException {
        return one(
                connection,
                "bucket = ? AND key = ? AND version_id = ?",
                bucket.id(),
                bytes(key),
                versionId);
    }

    private static Optional<ObjectVersion> one(
            Connection connection, String where, Object... values) throws SQLException {
        Optional<ObjectVersion> row =
                Sql.first(
                        connection,
                        "SELECT " + VERSION_COLUMNS + " FROM version WHERE " + where,
                        Index::readVersion,
                        values);
        return row.isEmpty() ? row : Optional.of(withSegments(connection, row.get()));
    }

    /// Rows without their segments, for listings.
    static List<ObjectVersion> many(Connection connection, String where, Object... values)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + VERSION_COLUMNS + " FROM version WHERE " + where,
                Index::readVersion,
                values);
    }

    private static ObjectVersion withSegments(Connection connection, ObjectVersion version)
            throws SQLException {
        List<ObjectVersion.Segment> segments =
                Sql.all(
                        connection,
                        "SELECT blob, size FROM segment WHERE version = ? ORDER BY n",
                        row -> new ObjectVersion.Segment(row.getString(1), row.getLong(2)),
                        version.rowId());
        return new ObjectVersion(
                version.rowId(),
                version.key(),
                version.seq(),
                version.versionId(),
                version.marker(),
                version.latest(),
                version.size(),
                version.etag(),
                version.modified(),
                version.details(),
                segments);
    }

    private static ObjectVersion readVersion(ResultSet row) throws SQLException {
        return new ObjectVersion(
                row.getLong(1),
                new String(row.getBytes(2), StandardCharsets.UTF_8),
                row.getLong(3),
                row.getString(4),
                row.getInt(5) == 1,
                row.getInt(6) == 1,
                row.getLong(7),
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9)),
                JSON.readValue(row.getString(10), ObjectDetails.class),
                List.of());
    }

    /// Inserts a version as the latest of its key.
    ///
    /// @param before what was the latest when the transaction began to work on the key
    /// @return the version with the id of its row
    static ObjectVersion insert(
            Connection connection,
            Bucket bucket,
            Optional<ObjectVersion> before,
            ObjectVersion version)
            throws SQLException {
        if (before.isPresent()) {
            // It may be gone, and an older one be the latest now.
            Sql.update(
                    connection,
                    "UPDATE version SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1",
                    bucket.id(),
                    bytes(version.key()));
        }
        long row =
                Sql.first(
                                connection,
                                "INSERT INTO version (bucket, key, seq, version_id, marker, latest,"
                                        + " size, etag, modified, details)"
                                        + " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?) RETURNING id",
                                inserted -> inserted.getLong(1),
                                bucket.id(),
                                bytes(version.key()),
                                version.seq(),
                                version.versionId(),
                                version.marker() ? 1 : 0,
                                version.size(),
                                version.etag(),
                                version.modified().toEpochMilli(),
                                JSON.writeValueAsString(version.details()))
                        .orElseThrow();
        int n = 0;
        for (ObjectVersion.Segment segment : version.segments()) {
            Sql.update(
                    connection,
                    "INSERT INTO segment (version, n, blob, size) VALUES (?, ?, ?, ?)",
                    row,
                    n++,
                    segment.blob(),
                    segment.size());
            refer(connection, segment.blob());
        }
        return version.inRow(row);
    }

    static boolean isThere(Connection connection, ObjectVersion version) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM version WHERE id = ? AND seq = ?",
                        row -> row.getInt(1),
                        version.rowId(),
                        version.seq())
                .isPresent();
    }

    static void removeNullVersion(Connection connection, Bucket bucket, String key)
            throws SQLException {
        Optional<ObjectVersion> old = version(connection, bucket, key, ObjectVersion.NULL_VERSION);
        if (old.isPresent()) {
            remove(connection, bucket, old.get());
        }
    }

    /// Removes a version for good; the one before it becomes the latest.
    static void remove(Connection connection, Bucket bucket, ObjectVersion version)
            throws SQLException {
        for (ObjectVersion.Segment segment : version.segments()) {
            release(connection, segment.blob());
        }
        Sql.update(connection, "DELETE FROM segment WHERE version = ?", version.rowId());
        Sql.update(connection, "DELETE FROM version WHERE id = ?", version.rowId());
        if (version.latest()) {
            Sql.update(
                    connection,
                    "UPDATE version SET latest = 1 WHERE id = (SELECT id FROM version"
                            + " WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1)",
                    bucket.id(),
                    bytes(version.key()));
        }
    }

    static void setDetails(Connection connection, ObjectVersion version, ObjectDetails details)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE version SET details = ? WHERE id = ?",
                JSON.writeValueAsString(details),
                version.rowId());
    }
}
