package io.hydrant.core.stream;

import java.util.List;

/// The tables of [DeliveryStreams].
public final class DeliveryStreamsSchema {
    public static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE stream (
                        name TEXT PRIMARY KEY,
                        arn TEXT NOT NULL,
                        log_id TEXT NOT NULL UNIQUE,
                        version INTEGER NOT NULL,
                        created_millis INTEGER NOT NULL,
                        updated_millis INTEGER,
                        destination TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE stream_tag (
                        stream TEXT NOT NULL REFERENCES stream (name) ON DELETE CASCADE,
                        key TEXT NOT NULL,
                        value TEXT,
                        PRIMARY KEY (stream, key)
                    ) STRICT, WITHOUT ROWID
                    """);

    private DeliveryStreamsSchema() {}
}
