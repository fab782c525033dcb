package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.iam.Secret;
import io.hydrant.postgresql.DatabaseAddress;
import io.hydrant.postgresql.DatabaseNode;
import io.hydrant.postgresql.PostgresDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Opens the catalog of a server whose catalog is in PostgreSQL. Loaded by such a server alone.
public final class CatalogDatabase {
    private CatalogDatabase() {}

    /// @throws IllegalArgumentException with a message for people
    public static void checkAddress(String address) {
        DatabaseAddress parsed = DatabaseAddress.parse(address);
        assert parsed.database() != null;
    }

    /// Opens it as the node of a data directory, which from then on has no other catalog.
    static Database open(
            DatabaseSettings settings,
            DataFolder folder,
            Disk disk,
            List<Database.Schema> schemas,
            String account,
            String region,
            RootCredentials root)
            throws IOException {
        DatabaseAddress address = DatabaseAddress.parse(settings.address());
        CatalogElsewhere known = CatalogElsewhere.readOrBegin(folder, disk);
        PostgresDatabase database =
                PostgresDatabase.open(
                        address,
                        settings.password().map(Secret::reveal),
                        schemas,
                        new DatabaseNode(
                                known.node(),
                                nodeName(folder),
                                account,
                                region,
                                rootKey(root),
                                settings.isShared()
                                        ? DatabaseNode.Sharing.SHARED
                                        : DatabaseNode.Sharing.ALONE),
                        known.catalog(),
                        new DatabaseMark(folder.catalogElsewhereMark(), settings.acceptsOlder()));
        boolean isNoted = false;
        try {
            known.with(database.id(), address.toString()).write(folder, disk);
            isNoted = true;
            return database;
        } finally {
            if (!isNoted) {
                database.close();
            }
        }
    }

    /// By which nodes know that they have the same.
    static String rootKey(RootCredentials root) {
        return root.accessKeyId() + "\n" + root.secretAccessKey().reveal();
    }

    /// By which people know a node.
    static String nodeName(DataFolder folder) {
        return host() + ":" + folder.root();
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("?");
        }
    }
}
