package io.hydrant.postgresql;

import java.util.List;

/// The tables by which nodes share a catalog.
///
/// | table | what it has |
/// | --- | --- |
/// | `hydrant_catalog` | one row: which catalog this is, whose account, and who has it alone |
/// | `hydrant_node` | each node: its last start (`run`), and the number of its last write |
/// | `hydrant_turn` | one row: whose lock orders all writes; `number` counts them |
/// | `hydrant_domain` | how far each domain has come, by the number of the write |
/// | `hydrant_change` | what each write changed of its domain; older ones are dropped |
/// | `hydrant_lease` | who works on what, until when |
final class CatalogSchema {
    static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE hydrant_catalog (
                        one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
                        id TEXT NOT NULL,
                        account TEXT NOT NULL,
                        region TEXT NOT NULL,
                        root_key TEXT,
                        alone TEXT,
                        alone_name TEXT,
                        moved_from TEXT
                    );
                    CREATE TABLE hydrant_node (
                        id TEXT PRIMARY KEY,
                        name TEXT NOT NULL,
                        run TEXT NOT NULL,
                        written BIGINT NOT NULL
                    );
                    CREATE TABLE hydrant_turn (
                        one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
                        number BIGINT NOT NULL
                    );
                    INSERT INTO hydrant_turn (number) VALUES (0);
                    CREATE TABLE hydrant_domain (
                        domain TEXT PRIMARY KEY,
                        number BIGINT NOT NULL,
                        dropped BIGINT NOT NULL
                    );
                    CREATE TABLE hydrant_change (
                        domain TEXT NOT NULL,
                        number BIGINT NOT NULL,
                        key TEXT NOT NULL,
                        PRIMARY KEY (domain, number, key)
                    );
                    CREATE SEQUENCE hydrant_epoch;
                    CREATE TABLE hydrant_lease (
                        name TEXT PRIMARY KEY,
                        holder TEXT NOT NULL,
                        epoch BIGINT NOT NULL,
                        until TIMESTAMPTZ NOT NULL,
                        called BOOLEAN NOT NULL
                    )
                    """);

    private CatalogSchema() {}
}
