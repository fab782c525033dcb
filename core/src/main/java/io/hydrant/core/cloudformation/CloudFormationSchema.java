package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of [CloudFormation]. What is searched for is a column; what is only read back is a
/// JSON document.
public final class CloudFormationSchema {
    public static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE stack (
                        id TEXT PRIMARY KEY,
                        name TEXT NOT NULL,
                        status TEXT NOT NULL,
                        created_millis INTEGER NOT NULL,
                        document TEXT NOT NULL
                    ) STRICT;
                    CREATE UNIQUE INDEX stack_live_name ON stack (name)
                        WHERE status <> 'DELETE_COMPLETE';
                    CREATE TABLE stack_resource (
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        logical_id TEXT NOT NULL,
                        type TEXT NOT NULL,
                        physical_id TEXT,
                        status TEXT NOT NULL,
                        document TEXT NOT NULL,
                        PRIMARY KEY (stack, logical_id)
                    ) STRICT;
                    CREATE INDEX stack_resource_physical ON stack_resource (physical_id);
                    CREATE TABLE stack_leftover (
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        document TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE stack_event (
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        document TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX stack_event_stack ON stack_event (stack, number);
                    CREATE TABLE stack_operation (
                        stack TEXT PRIMARY KEY REFERENCES stack (id) ON DELETE CASCADE,
                        document TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE stack_token (
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        token TEXT NOT NULL,
                        request TEXT NOT NULL,
                        PRIMARY KEY (stack, token)
                    ) STRICT;
                    CREATE TABLE stack_export (
                        name TEXT PRIMARY KEY,
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        value TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE stack_import (
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        PRIMARY KEY (stack, name)
                    ) STRICT;
                    CREATE TABLE stack_change_set (
                        id TEXT PRIMARY KEY,
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        created_millis INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        UNIQUE (stack, name)
                    ) STRICT
                    """,
                    """
                    ALTER TABLE stack_change_set RENAME TO stack_change_set_before;
                    CREATE TABLE stack_change_set (
                        id TEXT PRIMARY KEY,
                        stack TEXT NOT NULL REFERENCES stack (id) ON DELETE CASCADE,
                        name TEXT NOT NULL,
                        created_millis INTEGER NOT NULL,
                        document TEXT NOT NULL,
                        executed INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX stack_change_set_name ON stack_change_set (stack, name);
                    CREATE UNIQUE INDEX stack_change_set_waiting ON stack_change_set (stack, name)
                        WHERE executed = 0;
                    INSERT INTO stack_change_set
                        SELECT id, stack, name, created_millis, document,
                            json_extract(document, '$.executionStatus') = 'EXECUTE_COMPLETE'
                        FROM stack_change_set_before;
                    DROP TABLE stack_change_set_before
                    """,
                    """
                    CREATE INDEX stack_created ON stack (created_millis);
                    CREATE INDEX stack_change_set_listed ON stack_change_set (stack, executed)
                    """);

    /// Rows are listed in the order in which they came by `rowid`, which SQLite has of itself. What
    /// its second step does to a table that was made before is not needed: here it is made so.
    public static final Schema SCHEMA =
            new Schema(
                    "cloudformation",
                    STEPS,
                    List.of(
                            """
                            CREATE TABLE stack (
                                rowid BIGINT GENERATED BY DEFAULT AS IDENTITY UNIQUE,
                                id TEXT COLLATE "C" PRIMARY KEY,
                                name TEXT COLLATE "C" NOT NULL,
                                status TEXT COLLATE "C" NOT NULL,
                                created_millis BIGINT NOT NULL,
                                document TEXT NOT NULL
                            );
                            CREATE UNIQUE INDEX stack_live_name ON stack (name)
                                WHERE status <> 'DELETE_COMPLETE';
                            CREATE TABLE stack_resource (
                                rowid BIGINT GENERATED BY DEFAULT AS IDENTITY UNIQUE,
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                logical_id TEXT COLLATE "C" NOT NULL,
                                type TEXT COLLATE "C" NOT NULL,
                                physical_id TEXT COLLATE "C",
                                status TEXT COLLATE "C" NOT NULL,
                                document TEXT NOT NULL,
                                PRIMARY KEY (stack, logical_id)
                            );
                            CREATE INDEX stack_resource_physical
                                ON stack_resource USING hash (physical_id);
                            CREATE TABLE stack_leftover (
                                number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                document TEXT NOT NULL
                            );
                            CREATE TABLE stack_event (
                                number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                document TEXT NOT NULL
                            );
                            CREATE INDEX stack_event_stack ON stack_event (stack, number);
                            CREATE TABLE stack_operation (
                                stack TEXT COLLATE "C" PRIMARY KEY
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                document TEXT NOT NULL
                            );
                            CREATE TABLE stack_token (
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                token TEXT COLLATE "C" NOT NULL,
                                request TEXT NOT NULL,
                                PRIMARY KEY (stack, token)
                            );
                            CREATE TABLE stack_export (
                                name TEXT COLLATE "C" PRIMARY KEY,
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                value TEXT NOT NULL
                            );
                            CREATE TABLE stack_import (
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                name TEXT COLLATE "C" NOT NULL,
                                PRIMARY KEY (stack, name)
                            );
                            CREATE INDEX stack_leftover_stack ON stack_leftover (stack)
                            """,
                            """
                            CREATE TABLE stack_change_set (
                                rowid BIGINT GENERATED BY DEFAULT AS IDENTITY UNIQUE,
                                id TEXT COLLATE "C" PRIMARY KEY,
                                stack TEXT COLLATE "C" NOT NULL
                                    REFERENCES stack (id) ON DELETE CASCADE,
                                name TEXT COLLATE "C" NOT NULL,
                                created_millis BIGINT NOT NULL,
                                document TEXT NOT NULL,
                                executed BIGINT NOT NULL
                            );
                            CREATE INDEX stack_change_set_name ON stack_change_set (stack, name);
                            CREATE UNIQUE INDEX stack_change_set_waiting
                                ON stack_change_set (stack, name) WHERE executed = 0
                            """,
                            """
                            CREATE INDEX stack_created ON stack (created_millis);
                            CREATE INDEX stack_change_set_listed
                                ON stack_change_set (stack, executed)
                            """));

    private CloudFormationSchema() {}
}
