package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.core.iam.Secret;
import io.hydrant.server.CatalogDatabase;
import io.hydrant.server.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The database that has the catalog, when it is not a file of the data directory.
final class DatabaseOptions {
    @Option(
            names = "--database",
            paramLabel = "postgresql://USER@HOST:PORT/NAME",
            description =
                    "Keep streams, identities and stacks in this PostgreSQL database instead of DIR/catalog.db. Several hosts are"
                            + " separated by commas; the one that takes writes is used. Options: ?sslmode=verify-full&sslrootcert=FILE"
                            + " and others. The password comes from PGPASSWORD, ~/.pgpass or --database-password-file.")
    private @Nullable String database;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "A file with the password of the database's user.")
    private @Nullable Path passwordFile;

    /// Nothing when the catalog is a file.
    Optional<DatabaseSettings> settings(Surroundings surroundings) throws IOException {
        if (database == null) {
            if (passwordFile != null) {
                throw CommandFailure.wrongUsage(
                        "--database-password-file is given, but no --database.",
                        "Give both, or neither.");
            }
            return Optional.empty();
        }
        try {
            CatalogDatabase.checkAddress(database);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(
                    String.valueOf(e.getMessage()), "See docs/operations/postgresql.md.");
        }
        return Optional.of(
                new DatabaseSettings(
                        database, password(surroundings).map(Secret::new), false, false));
    }

    private Optional<String> password(Surroundings surroundings) throws IOException {
        if (passwordFile == null) {
            return surroundings.variable("PGPASSWORD").filter(secret -> !secret.isEmpty());
        }
        try {
            return Optional.of(Files.readString(passwordFile).strip());
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(
                    "The file " + passwordFile + " cannot be read: " + e + ".",
                    "It has the password of the database's user, and nothing else.");
        }
    }
}
