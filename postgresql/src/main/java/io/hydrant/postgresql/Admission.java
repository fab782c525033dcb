package io.hydrant.postgresql;

import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Which nodes may have a catalog: those of its account, region and root key, and where a node's
/// log is on its own disk that node alone. Inside the transaction of [Migrations], so that one node
/// comes at a time.
final class Admission {
    private final DatabaseAddress address;
    private final DatabaseNode node;
    private final Optional<String> expected;

    Admission(DatabaseAddress address, DatabaseNode node, Optional<String> expected) {
        this.address = address;
        this.node = node;
        this.expected = expected;
    }

    /// What a catalog says of itself.
    record Catalog(
            String id,
            String account,
            String region,
            Optional<String> rootKey,
            Optional<String> alone,
            String aloneName) {}

    /// Takes the node in; what an earlier start of it still does is refused from then on.
    Catalog admit(Connection connection, String run) throws SQLException, IOException {
        Catalog catalog = find(connection).orElseGet(this::anew);
        refuseAnother(catalog);
        refuseOthers(catalog);
        if (isAlone() && catalog.alone().isEmpty()) {
            refuseAmongNodes(connection);
        }
        Sql.update(
                connection,
                "INSERT INTO hydrant_catalog (id, account, region, root_key, alone, alone_name)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET"
                        + " root_key = excluded.root_key, alone = excluded.alone,"
                        + " alone_name = excluded.alone_name",
                catalog.id(),
                node.account(),
                node.region(),
                node.rootKeyHash(catalog.id()),
                isAlone() ? node.id() : "",
                isAlone() ? node.name() : "");
        Sql.update(
                connection,
                "INSERT INTO hydrant_node (id, name, run, written) VALUES (?, ?, ?, 0)"
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                        + " run = excluded.run, written = 0",
                node.id(),
                node.name(),
                run);
        return catalog;
    }

    private boolean isAlone() {
        return node.sharing() == DatabaseNode.Sharing.ALONE;
    }

    private Catalog anew() {
        return new Catalog(
                UUID.randomUUID().toString(),
                node.account(),
                node.region(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    static Optional<Catalog> find(Connection connection) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, account, region, root_key, alone, alone_name FROM hydrant_catalog",
                row ->
                        new Catalog(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Optional.ofNullable(row.getString(4)),
                                Optional.ofNullable(row.getString(5)).filter(id -> !id.isEmpty()),
                                String.valueOf(row.getString(6))));
    }

    static boolean isKnown(Connection connection, DatabaseNode node) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM hydrant_node WHERE id = ?",
                        row -> row.getInt(1),
                        node.id())
                .isPresent();
    }

    /// The number of the last ordered write.
    static long newestWrite(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT number FROM hydrant_turn", row -> row.getLong(1))
                .orElse(0L);
    }

    private void refuseAnother(Catalog catalog) throws IOException {
        if (expected.filter(id -> !id.equals(catalog.id())).isPresent()) {
            throw new IOException(
                    "%s is not the catalog that this data directory had: that is %s. See that --database names the right database and schema, or put that catalog back from its backup."
                            .formatted(address, expected.get()));
        }
    }

    private void refuseOthers(Catalog catalog) throws IOException {
        if (!catalog.account().equals(node.account()) || !catalog.region().equals(node.region())) {
            throw new IOException(
                    "%s is the catalog of account %s in %s; this server is for account %s in %s. Start it with --account %s --region %s, or with another database."
                            .formatted(
                                    address,
                                    catalog.account(),
                                    catalog.region(),
                                    node.account(),
                                    node.region(),
                                    catalog.account(),
                                    catalog.region()));
        }
        if (catalog.alone().filter(id -> !id.equals(node.id())).isPresent()) {
            throw new IOException(
                    "%s belongs to the node %s alone, whose records wait where another node would not find them. Start that node, or use another database. If it is gone for good, and its records with it: run UPDATE hydrant_catalog SET alone = NULL; DELETE FROM hydrant_node; DELETE FROM log_end; in the database, then start this one."
                            .formatted(address, catalog.aloneName()));
        }
        if (catalog.rootKey()
                .filter(known -> !known.equals(node.rootKeyHash(catalog.id())))
                .isPresent()) {
            throw new IOException(
                    "The nodes of %s have another root key than this one. Copy the file `credentials` of a node's data directory into this one's, or give all of them the same HYDRANT_ROOT_ACCESS_KEY_ID and HYDRANT_ROOT_SECRET_ACCESS_KEY. To change the key of all: stop them, and run UPDATE hydrant_catalog SET root_key = NULL in the database."
                            .formatted(address));
        }
    }

    /// A catalog of several nodes, whose log is elsewhere, is of no use to one that has its own.
    private void refuseAmongNodes(Connection connection) throws SQLException, IOException {
        Optional<String> other =
                Sql.first(
                        connection,
                        "SELECT name FROM hydrant_node WHERE id <> ? ORDER BY name",
                        row -> row.getString(1),
                        node.id());
        if (other.isPresent()) {
            throw new IOException(
                    "%s is shared by nodes such as %s; this one would keep its records on its own disk, where the others have none of them. Start it with the log that they share, or with another database."
                            .formatted(address, other.get()));
        }
    }
}
