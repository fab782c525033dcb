package io.hydrant.core.stream;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of [DeliveryStreams]. A log is written down as doomed with the commit that deletes
/// its stream: only such logs are removed. `log_end` is how far a log had come ([LogEnds]).
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
                    """,
                    """
                    CREATE TABLE doomed_log (
                        log_id TEXT PRIMARY KEY
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE log_end (
                        log_id TEXT PRIMARY KEY,
                        position INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    // Of streams that are put into directly, MiB a second.
                    "ALTER TABLE stream ADD COLUMN throughput_hint INTEGER",
                    // Of streams that are, or were, encrypted: a JSON object.
                    "ALTER TABLE stream ADD COLUMN encryption TEXT");

    public static final Schema SCHEMA =
            new Schema(
                    "stream",
                    STEPS,
                    List.of(
                            """
                            CREATE TABLE stream (
                                name TEXT COLLATE "C" PRIMARY KEY,
                                arn TEXT NOT NULL,
                                log_id TEXT COLLATE "C" NOT NULL UNIQUE,
                                version BIGINT NOT NULL,
                                created_millis BIGINT NOT NULL,
                                updated_millis BIGINT,
                                destination TEXT NOT NULL
                            );
                            CREATE TABLE stream_tag (
                                stream TEXT COLLATE "C" NOT NULL
                                    REFERENCES stream (name) ON DELETE CASCADE,
                                key TEXT COLLATE "C" NOT NULL,
                                value TEXT,
                                PRIMARY KEY (stream, key)
                            )
                            """,
                            """
                            CREATE TABLE doomed_log (
                                log_id TEXT COLLATE "C" PRIMARY KEY
                            );
                            CREATE TABLE log_end (
                                log_id TEXT COLLATE "C" PRIMARY KEY,
                                position BIGINT NOT NULL
                            )
                            """,
                            "ALTER TABLE stream ADD COLUMN throughput_hint BIGINT",
                            "ALTER TABLE stream ADD COLUMN encryption TEXT"));

    private DeliveryStreamsSchema() {}
}
