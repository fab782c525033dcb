package io.hydrant.core.objectstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One page of a listing: takes rows until the page is full, and rolls up what lies behind a
/// delimiter. After a common prefix it seeks past it. Not for several threads.
final class Walk<T, M> {
    /// No UTF-8 text holds this byte: a key prefix followed by it lies behind all keys that begin
    /// so.
    private static final byte AFTER_ALL = (byte) 0xFF;

    private static final int ROWS_AT_ONCE_MAX = 256;

    /// After a jump the next row most likely begins another folder: then a jump follows again, and
    /// what was read beyond it was read in vain.
    private static final int ROWS_AFTER_JUMP = 2;

    private enum Taken {
        FULL,
        JUMPED,
        ALL_TAKEN
    }

    private final Connection connection;
    private final Rows<T, M> source;
    private final Listings.Query query;
    private final byte[] end;
    private final List<T> taken = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private Optional<Listings.After> last = Optional.empty();

    /// Where the next rows begin: keys from here on, and of the very first key only what is behind
    /// `mark`.
    private byte[] from;

    private Optional<M> mark = Optional.empty();
    private int rowsAtOnce;

    Walk(Connection connection, Rows<T, M> source, Listings.Query query) throws SQLException {
        this.connection = connection;
        this.source = source;
        this.query = query;
        this.rowsAtOnce = query.delimiter().isEmpty() ? ROWS_AT_ONCE_MAX : ROWS_AFTER_JUMP;
        this.from = Index.bytes(query.prefix());
        this.end = with(from, AFTER_ALL);
        if (query.after().isPresent()) {
            seek(query.after().get());
        }
    }

    private void seek(Listings.After after) throws SQLException {
        byte[] key = Index.bytes(after.key());
        Optional<M> place =
                after.id().isEmpty()
                        ? Optional.empty()
                        : source.mark(connection, after.key(), after.id().get());
        byte[] start = with(key, after.isPrefix() ? AFTER_ALL : (byte) 0);
        if (after.id().isPresent()) {
            start = key;
        }
        if (Arrays.compareUnsigned(start, from) >= 0) {
            from = start;
            mark = place;
        }
    }

    Listings.Page<T> page() throws SQLException {
        if (query.max() == 0) {
            return new Listings.Page<>(List.of(), List.of(), Optional.empty());
        }
        while (true) {
            int limit = Math.min(rowsAtOnce, query.max() + 1 - taken.size() - prefixes.size());
            List<T> rows = rows(limit);
            switch (take(rows)) {
                case FULL -> {
                    return new Listings.Page<>(taken, prefixes, last);
                }
                case JUMPED -> rowsAtOnce = ROWS_AFTER_JUMP;
                case ALL_TAKEN -> {
                    if (rows.size() < limit) {
                        return new Listings.Page<>(taken, prefixes, Optional.empty());
                    }
                    rowsAtOnce = Math.min(4 * rowsAtOnce, ROWS_AT_ONCE_MAX);
                }
            }
        }
    }

    /// Takes rows into the page until it is full or a common prefix is to be jumped over.
    private Taken take(List<T> rows) {
        for (T row : rows) {
            if (taken.size() + prefixes.size() >= query.max()) {
                return Taken.FULL;
            }
            String key = source.key(row);
            Optional<String> common = query.commonPrefix(key);
            if (common.isPresent()) {
                prefixes.add(common.get());
                last = Optional.of(new Listings.After(common.get(), true, Optional.empty()));
                from = with(Index.bytes(common.get()), AFTER_ALL);
                mark = Optional.empty();
                return Taken.JUMPED;
            }
            taken.add(row);
            last = Optional.of(new Listings.After(key, false, source.id(row)));
            from = Index.bytes(key);
            mark = Optional.of(source.mark(row));
        }
        return Taken.ALL_TAKEN;
    }

    private List<T> rows(int limit) throws SQLException {
        if (mark.isEmpty()) {
            return source.from(connection, from, end, limit);
        }
        List<T> rows = new ArrayList<>(source.behind(connection, from, mark.get(), limit));
        if (rows.size() < limit) {
            byte[] next = with(from, (byte) 0);
            rows.addAll(source.from(connection, next, end, limit - rows.size()));
        }
        return rows;
    }

    private static byte[] with(byte[] bytes, byte last) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        more[bytes.length] = last;
        return more;
    }
}
