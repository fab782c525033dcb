package io.hydrant.core.objectstore;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Pages of a bucket's objects, versions and uploads in UTF-8 byte order of their keys, with what
/// lies behind a delimiter rolled up into common prefixes. A folder is never scanned. Whatever the
/// size of the pages, nothing is lost or repeated between them. Safe for use from many threads.
public final class Listings {
    /// What to list. `after` is exclusive: a key, or a common prefix (then all that begins with it
    /// is behind us).
    public record Query(String prefix, String delimiter, Optional<After> after, int max) {
        /// What a key that begins with the prefix is rolled up into; empty when it is told itself.
        Optional<String> commonPrefix(String key) {
            if (delimiter.isEmpty()) {
                return Optional.empty();
            }
            int at = key.indexOf(delimiter, prefix.length());
            return at < 0
                    ? Optional.empty()
                    : Optional.of(key.substring(0, at + delimiter.length()));
        }

        /// The query, going on behind the marker that a client names: a key (with `id`, behind one
        /// of the key's versions or uploads) or a common prefix. A marker within a folder is behind
        /// the whole folder, which was told as soon as its first key was reached.
        public Query afterMarker(String marker, Optional<String> id) {
            if (marker.isEmpty()) {
                return this;
            }
            Optional<String> folder =
                    marker.startsWith(prefix) ? commonPrefix(marker) : Optional.empty();
            After place =
                    folder.map(whole -> new After(whole, true, Optional.empty()))
                            .orElseGet(() -> new After(marker, false, id));
            return new Query(prefix, delimiter, Optional.of(place), max);
        }
    }

    /// Where a page begins. `id`, of a version or an upload, continues within a key's.
    public record After(String key, boolean isPrefix, Optional<String> id) {}

    /// One page. `next` is where the next one begins, when there is one.
    public record Page<T>(List<T> rows, List<String> commonPrefixes, Optional<After> next) {
        public Page {
            rows = List.copyOf(rows);
            commonPrefixes = List.copyOf(commonPrefixes);
        }
    }

    private final Index index;

    Listings(Index index) {
        this.index = index;
    }

    /// The objects that are visible: latest versions, without delete markers.
    public Page<ObjectVersion> objects(Bucket bucket, Query query) throws IOException {
        return page(new VisibleObjects(bucket), query);
    }

    /// Every version and delete marker, newest first within a key.
    public Page<ObjectVersion> versions(Bucket bucket, Query query) throws IOException {
        return page(new AllVersions(bucket), query);
    }

    /// Uploads under way, oldest first within a key.
    public Page<Upload> uploads(Bucket bucket, Query query) throws IOException {
        return page(new Uploads.UnderWay(bucket), query);
    }

    private <T, M> Page<T> page(Rows<T, M> rows, Query query) throws IOException {
        return index.database().read(connection -> new Walk<>(connection, rows, query).page());
    }

    /// A key has one visible object, which is its own mark.
    private record VisibleObjects(Bucket bucket) implements Rows<ObjectVersion, String> {
        @Override
        public List<ObjectVersion> from(Connection connection, byte[] first, byte[] end, int limit)
                throws SQLException {
            return Index.many(
                    connection,
                    "bucket = ? AND key >= ? AND key < ? AND latest = 1 AND marker = 0"
                            + " ORDER BY key LIMIT ?",
                    bucket.id(),
                    first,
                    end,
                    limit);
        }

        @Override
        public List<ObjectVersion> behind(
                Connection connection, byte[] key, String mark, int limit) {
            return List.of();
        }

        @Override
        public String key(ObjectVersion row) {
            return row.key();
        }

        @Override
        public String mark(ObjectVersion row) {
            return row.key();
        }

        @Override
        public Optional<String> id(ObjectVersion row) {
            return Optional.empty();
        }

        @Override
        public Optional<String> mark(Connection connection, String key, String id) {
            return Optional.of(key);
        }
    }

    /// Versions are marked by their numbers, which fall within a key.
    private record AllVersions(Bucket bucket) implements Rows<ObjectVersion, Long> {
        @Override
        public List<ObjectVersion> from(Connection connection, byte[] first, byte[] end, int limit)
                throws SQLException {
            return Index.many(
                    connection,
                    "bucket = ? AND key >= ? AND key < ? ORDER BY key, seq DESC LIMIT ?",
                    bucket.id(),
                    first,
                    end,
                    limit);
        }

        @Override
        public List<ObjectVersion> behind(Connection connection, byte[] key, Long mark, int limit)
                throws SQLException {
            return Index.many(
                    connection,
                    "bucket = ? AND key = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
                    bucket.id(),
                    key,
                    mark,
                    limit);
        }

        @Override
        public String key(ObjectVersion row) {
            return row.key();
        }

        @Override
        public Long mark(ObjectVersion row) {
            return row.seq();
        }

        @Override
        public Optional<String> id(ObjectVersion row) {
            return Optional.of(row.versionId());
        }

        /// The version may be gone: whoever empties a bucket deletes a page before asking for the
        /// next. Of the null version that is gone nothing is known; then the key is begun again.
        @Override
        public Optional<Long> mark(Connection connection, String key, String id)
                throws SQLException {
            if (!id.equals(ObjectVersion.NULL_VERSION)) {
                return Optional.of(VersionId.seqOf(id));
            }
            return Index.version(connection, bucket, key, id).map(ObjectVersion::seq);
        }
    }
}
