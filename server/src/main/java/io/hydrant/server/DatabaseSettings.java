package io.hydrant.server;

import io.hydrant.core.iam.Secret;
import java.util.Optional;

/// The PostgreSQL database that has the catalog.
///
/// @param address as [io.hydrant.postgresql.DatabaseAddress] reads it
/// @param isShared whether other nodes may have it too: when their log is not on their own disks
/// @param acceptsOlder whether a database is taken that is older than it was
public record DatabaseSettings(
        String address, Optional<Secret> password, boolean isShared, boolean acceptsOlder) {
    /// For one node.
    public static DatabaseSettings of(String address) {
        return new DatabaseSettings(address, Optional.empty(), false, false);
    }

    /// For nodes that share it.
    public DatabaseSettings shared() {
        return new DatabaseSettings(address, password, true, acceptsOlder);
    }

    /// Also when it is older than it was.
    public DatabaseSettings acceptingOlder() {
        return new DatabaseSettings(address, password, isShared, true);
    }
}
