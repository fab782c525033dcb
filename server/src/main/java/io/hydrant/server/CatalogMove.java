package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.iam.Secret;
import io.hydrant.postgresql.DatabaseAddress;
import io.hydrant.postgresql.DatabaseNode;
import io.hydrant.postgresql.Move;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Moves the catalog of a stopped server from its data directory into a PostgreSQL database. Its
/// logs and objects stay where they are.
public final class CatalogMove {
    private CatalogMove() {}

    /// What came of it.
    ///
    /// @param rows how many rows each table has now
    /// @param isNew whether it was moved now, and not before
    public record Outcome(SequencedMap<String, Long> rows, boolean isNew) {}

    /// @param region which the server names, as its account
    /// @throws IOException with a message for people; then the server starts as before
    public static Outcome carryOut(
            Path from,
            DatabaseSettings to,
            String account,
            String region,
            Optional<RootCredentials> given)
            throws IOException {
        Disk disk = new RealDisk();
        DataFolder folder = new DataFolder(from);
        if (!disk.exists(folder.catalog())) {
            throw new IOException(from + " has no catalog (catalog.db) to move.");
        }
        try (DataDirectory data = DataDirectory.lock(from, disk, "Stop the server first.")) {
            data.checkWhole(disk);
            CatalogElsewhere known = CatalogElsewhere.readOrBegin(folder, disk);
            known.write(folder, disk); // so that the same command again is known by the database
            RootCredentials root =
                    given.isPresent()
                            ? given.get()
                            : CredentialsFile.readOrCreate(
                                    folder.credentials(), new SecureRandom());
            DatabaseAddress address = DatabaseAddress.parse(to.address());
            List<Database.Schema> schemas = schemas(folder);
            try (SqliteDatabase catalog =
                    SqliteDatabase.openAll(folder.catalog(), schemas, data.catalogMark(disk))) {
                Move.Moved moved =
                        new Move(
                                        address,
                                        new DatabaseNode(
                                                known.node(),
                                                CatalogDatabase.host() + ":" + from,
                                                account,
                                                region,
                                                CatalogDatabase.rootKey(root),
                                                DatabaseNode.Sharing.ALONE))
                                .carryOut(to.password().map(Secret::reveal), schemas, catalog);
                known.with(moved.catalog(), address.toString()).write(folder, disk);
                return new Outcome(moved.rows(), moved.isNew());
            }
        }
    }

    /// Also where logs in Kafka are, if some are.
    private static List<Database.Schema> schemas(DataFolder folder) throws IOException {
        boolean areInKafka =
                SqliteDatabase.readFile(
                        folder.catalog(), connection -> Sql.hasTable(connection, "log_topic"));
        return ServerLogs.catalog(areInKafka);
    }
}
