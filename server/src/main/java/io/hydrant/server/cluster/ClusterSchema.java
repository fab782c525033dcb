package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of [ClusterTables]. All times are the database's, in milliseconds since 1970. Nothing
/// of what is promised of records rests on them.
public final class ClusterSchema {
    /// What a node says of its clock, and of the S3.
    private static final String OF_NODES =
            """
            ALTER TABLE node ADD COLUMN clock_ahead_millis INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE node ADD COLUMN store_reached_millis INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE node ADD COLUMN store_failing_millis INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE node ADD COLUMN store_words TEXT NOT NULL DEFAULT '';
            ALTER TABLE node ADD COLUMN stands_aside INTEGER NOT NULL DEFAULT 0
            """;

    public static final Schema SCHEMA =
            new Schema(
                    "cluster",
                    List.of(
                            """
                            CREATE TABLE node (
                                id TEXT PRIMARY KEY,
                                name TEXT NOT NULL,
                                endpoint TEXT NOT NULL,
                                version TEXT NOT NULL,
                                started_millis INTEGER NOT NULL,
                                seen_millis INTEGER NOT NULL,
                                whole_millis INTEGER NOT NULL
                            ) STRICT, WITHOUT ROWID;
                            CREATE TABLE stream_state (
                                log_id TEXT PRIMARY KEY,
                                node TEXT NOT NULL,
                                epoch INTEGER NOT NULL,
                                written_millis INTEGER NOT NULL,
                                known_millis INTEGER NOT NULL,
                                answered_millis INTEGER NOT NULL,
                                document TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID;
                            CREATE INDEX stream_state_written ON stream_state (written_millis);
                            CREATE TABLE stream_wish (
                                log_id TEXT NOT NULL,
                                kind TEXT NOT NULL,
                                asked_millis INTEGER NOT NULL,
                                PRIMARY KEY (log_id, kind)
                            ) STRICT, WITHOUT ROWID
                            """,
                            """
                            CREATE TABLE cluster_store (
                                one INTEGER PRIMARY KEY CHECK (one = 1),
                                address TEXT NOT NULL,
                                node TEXT NOT NULL
                            ) STRICT
                            """,
                            OF_NODES),
                    List.of(
                            """
                            CREATE TABLE node (
                                id TEXT COLLATE "C" PRIMARY KEY,
                                name TEXT NOT NULL,
                                endpoint TEXT NOT NULL,
                                version TEXT NOT NULL,
                                started_millis BIGINT NOT NULL,
                                seen_millis BIGINT NOT NULL,
                                whole_millis BIGINT NOT NULL
                            );
                            CREATE TABLE stream_state (
                                log_id TEXT COLLATE "C" PRIMARY KEY,
                                node TEXT COLLATE "C" NOT NULL,
                                epoch BIGINT NOT NULL,
                                written_millis BIGINT NOT NULL,
                                known_millis BIGINT NOT NULL,
                                answered_millis BIGINT NOT NULL,
                                document TEXT NOT NULL
                            );
                            CREATE INDEX stream_state_written ON stream_state (written_millis);
                            CREATE TABLE stream_wish (
                                log_id TEXT COLLATE "C" NOT NULL,
                                kind TEXT COLLATE "C" NOT NULL,
                                asked_millis BIGINT NOT NULL,
                                PRIMARY KEY (log_id, kind)
                            )
                            """,
                            """
                            CREATE TABLE cluster_store (
                                one INTEGER PRIMARY KEY CHECK (one = 1),
                                address TEXT NOT NULL,
                                node TEXT NOT NULL
                            )
                            """,
                            OF_NODES.replace("INTEGER", "BIGINT")));

    private ClusterSchema() {}
}
