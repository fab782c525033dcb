package io.hydrant.core.glue;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of a [DataCatalog]: databases, tables as they are, and as they were. What a client
/// gave is kept as its JSON. An `id` tells a database or table from another that has had its name.
public final class GlueSchema {
    public static final Schema SCHEMA =
            new Schema(
                    "glue",
                    List.of(
                            """
                            CREATE TABLE glue_database (
                                name TEXT PRIMARY KEY,
                                id TEXT NOT NULL,
                                created_millis INTEGER NOT NULL,
                                input TEXT NOT NULL,
                                tags TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID;
                            CREATE TABLE glue_table (
                                database_name TEXT NOT NULL
                                    REFERENCES glue_database (name) ON DELETE CASCADE,
                                name TEXT NOT NULL,
                                id TEXT NOT NULL,
                                version INTEGER NOT NULL,
                                created_millis INTEGER NOT NULL,
                                updated_millis INTEGER NOT NULL,
                                created_by TEXT NOT NULL,
                                input TEXT NOT NULL,
                                PRIMARY KEY (database_name, name)
                            ) STRICT;
                            CREATE TABLE glue_table_version (
                                database_name TEXT NOT NULL,
                                table_name TEXT NOT NULL,
                                version INTEGER NOT NULL,
                                updated_millis INTEGER NOT NULL,
                                input TEXT NOT NULL,
                                PRIMARY KEY (database_name, table_name, version),
                                FOREIGN KEY (database_name, table_name)
                                    REFERENCES glue_table (database_name, name) ON DELETE CASCADE
                            ) STRICT
                            """),
                    List.of(
                            """
                            CREATE TABLE glue_database (
                                name TEXT COLLATE "C" PRIMARY KEY,
                                id TEXT NOT NULL,
                                created_millis BIGINT NOT NULL,
                                input TEXT NOT NULL,
                                tags TEXT NOT NULL
                            );
                            CREATE TABLE glue_table (
                                database_name TEXT COLLATE "C" NOT NULL
                                    REFERENCES glue_database (name) ON DELETE CASCADE,
                                name TEXT COLLATE "C" NOT NULL,
                                id TEXT NOT NULL,
                                version BIGINT NOT NULL,
                                created_millis BIGINT NOT NULL,
                                updated_millis BIGINT NOT NULL,
                                created_by TEXT NOT NULL,
                                input TEXT NOT NULL,
                                PRIMARY KEY (database_name, name)
                            );
                            CREATE TABLE glue_table_version (
                                database_name TEXT COLLATE "C" NOT NULL,
                                table_name TEXT COLLATE "C" NOT NULL,
                                version BIGINT NOT NULL,
                                updated_millis BIGINT NOT NULL,
                                input TEXT NOT NULL,
                                PRIMARY KEY (database_name, table_name, version),
                                FOREIGN KEY (database_name, table_name)
                                    REFERENCES glue_table (database_name, name) ON DELETE CASCADE
                            )
                            """));

    private GlueSchema() {}
}
