package io.hydrant.core.kms;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// Keys by their ids and aliases by their names, each a JSON document.
public final class KmsSchema {
    /// Its domain in the catalog.
    public static final String DOMAIN = "kms";

    public static final Schema SCHEMA =
            new Schema(
                    DOMAIN,
                    List.of(
                            """
                            CREATE TABLE kms_entity (
                              kind TEXT NOT NULL,
                              name TEXT NOT NULL,
                              document TEXT NOT NULL,
                              PRIMARY KEY (kind, name)
                            ) STRICT, WITHOUT ROWID
                            """),
                    List.of(
                            """
                            CREATE TABLE kms_entity (
                              kind TEXT COLLATE "C" NOT NULL,
                              name TEXT COLLATE "C" NOT NULL,
                              document TEXT NOT NULL,
                              PRIMARY KEY (kind, name)
                            )
                            """));

    private KmsSchema() {}
}
