package io.hydrant.core.objectstore;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pages of a bucket's keys in UTF-8 byte order, with what lies behind a delimiter rolled up into
/// common prefixes. After a common prefix it seeks past it: a folder is never scanned. Safe for use
/// from many threads.
public final class Listings {
    /// No UTF-8 text holds this byte: a key prefix followed by it lies behind all keys that begin
    /// so.
    private static final byte AFTER_ALL = (byte) 0xFF;

    private static final int ROWS_AT_ONCE_MAX = 256;

    /// After a jump the next row most likely begins another folder: then a jump follows again, and
    /// what was read beyond it was read in vain.
    private static final int ROWS_AFTER_JUMP = 2;

    /// What to list. `after` is exclusive: a key, or a common prefix (then all that begins with it
    /// is behind us).
    public record Query(String prefix, String delimiter, Optional<After> after, int max) {}

    /// Where a page begins. `versionId` continues within a key's versions.
    public record After(String key, boolean isPrefix, Optional<String> versionId) {}

    /// One page. `last` is where the next one begins, when there is one.
    public record Page(
            List<ObjectVersion> versions, List<String> commonPrefixes, Optional<After> next) {
        public Page {
            versions = List.copyOf(versions);
            commonPrefixes = List.copyOf(commonPrefixes);
        }
    }

    private final Index index;

    Listings(Index index) {
        this.index = index;
    }

    /// The objects that are visible: latest versions, without delete markers.
    public Page objects(Bucket bucket, Query query) throws IOException {
        return index.database()
                .read(connection -> new Walk(connection, bucket, query, false).page());
    }

    /// Every version and delete marker, newest first within a key.
    public Page versions(Bucket bucket, Query query) throws IOException {
        return index.database()
                .read(connection -> new Walk(connection, bucket, query, true).page());
    }

    private enum Taken {
        FULL,
        JUMPED,
        ALL_TAKEN
    }

    private static final class Walk {
        private final Connection connection;
        private final Bucket bucket;
        private final Query query;
        private final boolean allVersions;
        private final List<ObjectVersion> versions = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private Optional<After> last = Optional.empty();

        /// Where the next rows begin: keys from here on, and within the very first key, versions
        /// older than `seq`.
        private byte[] from;

        private long seqBelow = Long.MAX_VALUE;

        private int rowsAtOnce;

        Walk(Connection connection, Bucket bucket, Query query, boolean allVersions)
                throws SQLException {
            this.connection = connection;
            this.bucket = bucket;
            this.query = query;
            this.allVersions = allVersions;
            this.rowsAtOnce = query.delimiter().isEmpty() ? ROWS_AT_ONCE_MAX : ROWS_AFTER_JUMP;
            this.from = Index.bytes(query.prefix());
            if (query.after().isPresent()) {
                seek(query.after().get());
            }
        }

        private void seek(After after) throws SQLException {
            byte[] key = Index.bytes(after.key());
            byte[] start = with(key, after.isPrefix() ? AFTER_ALL : (byte) 0);
            if (after.versionId().isPresent()) {
                start = key;
                seqBelow = seqOf(after.key(), after.versionId().get());
            }
            if (java.util.Arrays.compareUnsigned(start, from) > 0) {
                from = start;
            } else {
                seqBelow = Long.MAX_VALUE;
            }
        }

        /// The number of a version that may be gone by now: whoever empties a bucket deletes a page
        /// before asking for the next. Of the null version that is gone nothing is known; then the
        /// key is begun again.
        private long seqOf(String key, String versionId) throws SQLException {
            if (!versionId.equals(ObjectVersion.NULL_VERSION)) {
                return VersionId.seqOf(versionId);
            }
            return Index.version(connection, bucket, key, versionId)
                    .map(ObjectVersion::seq)
                    .orElse(Long.MAX_VALUE);
        }

        Page page() throws SQLException {
            if (query.max() == 0) {
                return new Page(List.of(), List.of(), Optional.empty());
            }
            while (true) {
                List<ObjectVersion> rows = rows();
                switch (take(rows)) {
                    case FULL -> {
                        return new Page(versions, prefixes, last);
                    }
                    case JUMPED -> rowsAtOnce = ROWS_AFTER_JUMP;
                    case ALL_TAKEN -> {
                        if (rows.size() < rowsAtOnce) {
                            return new Page(versions, prefixes, Optional.empty());
                        }
                        rowsAtOnce = Math.min(4 * rowsAtOnce, ROWS_AT_ONCE_MAX);
                    }
                }
            }
        }

        /// Takes rows into the page until it is full or a common prefix is to be jumped over.
        private Taken take(List<ObjectVersion> rows) {
            for (ObjectVersion row : rows) {
                if (versions.size() + prefixes.size() >= query.max()) {
                    return Taken.FULL;
                }
                Optional<String> common = commonPrefix(row.key());
                if (common.isPresent()) {
                    prefixes.add(common.get());
                    last = Optional.of(new After(common.get(), true, Optional.empty()));
                    from = with(Index.bytes(common.get()), AFTER_ALL);
                    seqBelow = Long.MAX_VALUE;
                    return Taken.JUMPED;
                }
                versions.add(row);
                last = Optional.of(new After(row.key(), false, Optional.of(row.versionId())));
                from = Index.bytes(row.key());
                seqBelow = row.seq();
            }
            return Taken.ALL_TAKEN;
        }

        private List<ObjectVersion> rows() throws SQLException {
            byte[] end = with(Index.bytes(query.prefix()), AFTER_ALL);
            String which = allVersions ? "" : " AND latest = 1 AND marker = 0";
            List<ObjectVersion> rows = new ArrayList<>();
            if (seqBelow != Long.MAX_VALUE) {
                if (allVersions) {
                    rows.addAll(
                            Index.many(
                                    connection,
                                    "bucket = ? AND key = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
                                    bucket.id(),
                                    from,
                                    seqBelow,
                                    rowsAtOnce));
                }
                if (rows.size() == rowsAtOnce) {
                    return rows;
                }
                rows.addAll(
                        Index.many(
                                connection,
                                "bucket = ? AND key > ? AND key < ?"
                                        + which
                                        + " ORDER BY key, seq DESC LIMIT ?",
                                bucket.id(),
                                from,
                                end,
                                rowsAtOnce - rows.size()));
                return rows;
            }
            return Index.many(
                    connection,
                    "bucket = ? AND key >= ? AND key < ?"
                            + which
                            + " ORDER BY key, seq DESC LIMIT ?",
                    bucket.id(),
                    from,
                    end,
                    rowsAtOnce);
        }

        private Optional<String> commonPrefix(String key) {
            if (query.delimiter().isEmpty()) {
                return Optional.empty();
            }
            int at = key.indexOf(query.delimiter(), query.prefix().length());
            return at < 0
                    ? Optional.empty()
                    : Optional.of(key.substring(0, at + query.delimiter().length()));
        }

        private static byte[] with(byte[] bytes, byte last) {
            byte[] more = java.util.Arrays.copyOf(bytes, bytes.length + 1);
            more[bytes.length] = last;
            return more;
        }
    }
}
