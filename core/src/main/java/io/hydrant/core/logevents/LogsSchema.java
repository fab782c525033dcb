package io.hydrant.core.logevents;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of groups, streams and events. Ids are never used twice, so that the event with the
/// least id is the one that has been there longest.
final class LogsSchema {
    static final Schema SCHEMA =
            new Schema(
                    "logs",
                    List.of(
                            """
                            CREATE TABLE log_group (
                                id INTEGER PRIMARY KEY AUTOINCREMENT,
                                name TEXT NOT NULL UNIQUE,
                                mark TEXT NOT NULL,
                                created_millis INTEGER NOT NULL,
                                retention_days INTEGER,
                                tags TEXT NOT NULL,
                                stored_bytes INTEGER NOT NULL
                            ) STRICT;
                            CREATE TABLE log_stream (
                                id INTEGER PRIMARY KEY AUTOINCREMENT,
                                log_group INTEGER NOT NULL
                                    REFERENCES log_group (id) ON DELETE CASCADE,
                                name TEXT NOT NULL,
                                mark TEXT NOT NULL,
                                created_millis INTEGER NOT NULL,
                                first_millis INTEGER,
                                last_millis INTEGER,
                                ingested_millis INTEGER,
                                UNIQUE (log_group, name)
                            ) STRICT;
                            CREATE TABLE log_event (
                                id INTEGER PRIMARY KEY AUTOINCREMENT,
                                log_group INTEGER NOT NULL,
                                log_stream INTEGER NOT NULL
                                    REFERENCES log_stream (id) ON DELETE CASCADE,
                                at_millis INTEGER NOT NULL,
                                ingested_millis INTEGER NOT NULL,
                                bytes INTEGER NOT NULL,
                                message TEXT NOT NULL
                            ) STRICT;
                            CREATE INDEX event_of_group ON log_event (log_group, at_millis, id);
                            CREATE INDEX event_of_stream ON log_event (log_stream, at_millis, id);
                            CREATE TABLE given_up (
                                one INTEGER PRIMARY KEY CHECK (one = 1),
                                events INTEGER NOT NULL,
                                bytes INTEGER NOT NULL
                            ) STRICT;
                            INSERT INTO given_up (one, events, bytes) VALUES (1, 0, 0)
                            """));

    private LogsSchema() {}
}
