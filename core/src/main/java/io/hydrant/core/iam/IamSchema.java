package io.hydrant.core.iam;

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

    private IamSchema() {}
}
