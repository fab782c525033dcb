package io.hydrant.core.objectstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What a [Walk] goes through: rows `T` of one bucket in order of their keys and, within a key, in
/// an order of their own, in which `M` marks a place.
interface Rows<T, M> {
    /// At most `limit` rows whose keys are in `[first, end)`.
    List<T> from(Connection connection, byte[] first, byte[] end, int limit) throws SQLException;

    /// At most `limit` rows of this very key that are behind the mark.
    List<T> behind(Connection connection, byte[] key, M mark, int limit) throws SQLException;

    String key(T row);

    M mark(T row);

    /// The mark as clients are told it; empty when a key has one row only.
    Optional<String> id(T row);

    /// The mark that a client gives back, whose row may be gone by now; empty to begin the key
    /// anew.
    Optional<M> mark(Connection connection, String key, String id) throws SQLException;
}
