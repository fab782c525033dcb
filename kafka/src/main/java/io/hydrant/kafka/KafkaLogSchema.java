package io.hydrant.kafka;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of [LogTable].
public final class KafkaLogSchema {
    private static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE log_topic (
                        log_id TEXT PRIMARY KEY,
                        topic TEXT NOT NULL,
                        topic_id TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE log_reader (
                        log_id TEXT NOT NULL,
                        reader TEXT NOT NULL,
                        epoch INTEGER NOT NULL,
                        document BLOB,
                        PRIMARY KEY (log_id, reader)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE log_milestone (
                        log_id TEXT NOT NULL,
                        message INTEGER NOT NULL,
                        position INTEGER NOT NULL,
                        payload_bytes INTEGER NOT NULL,
                        epoch INTEGER NOT NULL,
                        state BLOB NOT NULL,
                        PRIMARY KEY (log_id, message)
                    ) STRICT
                    """);

    public static final Schema SCHEMA =
            new Schema(
                    "log",
                    STEPS,
                    List.of(
                            """
                            CREATE TABLE log_topic (
                                log_id TEXT COLLATE "C" PRIMARY KEY,
                                topic TEXT NOT NULL,
                                topic_id TEXT NOT NULL
                            );
                            CREATE TABLE log_reader (
                                log_id TEXT COLLATE "C" NOT NULL,
                                reader TEXT COLLATE "C" NOT NULL,
                                epoch BIGINT NOT NULL,
                                document BYTEA,
                                PRIMARY KEY (log_id, reader)
                            );
                            CREATE TABLE log_milestone (
                                log_id TEXT COLLATE "C" NOT NULL,
                                message BIGINT NOT NULL,
                                position BIGINT NOT NULL,
                                payload_bytes BIGINT NOT NULL,
                                epoch BIGINT NOT NULL,
                                state BYTEA NOT NULL,
                                PRIMARY KEY (log_id, message)
                            )
                            """));

    private KafkaLogSchema() {}
}
