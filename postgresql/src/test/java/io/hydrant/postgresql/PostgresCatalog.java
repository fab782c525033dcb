package io.hydrant.postgresql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.TestCatalog;
import io.hydrant.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Has the tests of streams, identities and stacks run over PostgreSQL: each file stands for a
/// schema.
public final class PostgresCatalog implements TestCatalog {
    @Override
    public Database open(Path file, List<Database.Schema> schemas) throws IOException {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        return open(schemaOf(file), schemas);
    }

    private static String schemaOf(Path file) {
        byte[] name = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return "t" + UUID.nameUUIDFromBytes(name).toString().replace("-", "");
    }

    static PostgresDatabase open(String schema, List<Database.Schema> schemas) throws IOException {
        return open(PostgresServer.shared().urlOf(schema), schemas, "a");
    }

    static PostgresDatabase open(String url, List<Database.Schema> schemas, String node)
            throws IOException {
        return PostgresDatabase.open(
                DatabaseAddress.parse(url),
                Optional.empty(),
                schemas,
                node(node),
                Optional.empty(),
                SeenWrites.NONE);
    }

    static DatabaseNode node(String name) {
        return new DatabaseNode(
                name,
                "node " + name,
                "000000000000",
                "us-east-1",
                "key",
                DatabaseNode.Sharing.SHARED);
    }
}
