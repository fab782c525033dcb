package io.hydrant.core.iam;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// Roles, users, policies, keys and sessions, each a JSON document by its name.
public final class IamSchema {
    public static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE iam_entity (
                      kind TEXT NOT NULL,
                      name TEXT NOT NULL,
                      document TEXT NOT NULL,
                      PRIMARY KEY (kind, name)
                    ) WITHOUT ROWID;
                    """);

    public static final Schema SCHEMA =
            new Schema(
                    "iam",
                    STEPS,
                    List.of(
                            """
                            CREATE TABLE iam_entity (
                              kind TEXT COLLATE "C" NOT NULL,
                              name TEXT COLLATE "C" NOT NULL,
                              document TEXT NOT NULL,
                              PRIMARY KEY (kind, name)
                            )
                            """));

    private IamSchema() {}
}
