package io.hydrant.core.alarm;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of alarms, each a JSON document, and of what happened to them.
public final class AlarmsSchema {
    public static final Schema SCHEMA =
            new Schema(
                    "alarms",
                    List.of(
                            """
                            CREATE TABLE alarm (
                                name TEXT PRIMARY KEY,
                                document TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID;
                            CREATE TABLE alarm_event (
                                number INTEGER PRIMARY KEY,
                                alarm TEXT NOT NULL,
                                at_millis INTEGER NOT NULL,
                                kind TEXT NOT NULL,
                                summary TEXT NOT NULL,
                                data TEXT NOT NULL
                            ) STRICT
                            """),
                    List.of(
                            """
                            CREATE TABLE alarm (
                                name TEXT COLLATE "C" PRIMARY KEY,
                                document TEXT NOT NULL
                            );
                            CREATE TABLE alarm_event (
                                number BIGINT PRIMARY KEY,
                                alarm TEXT NOT NULL,
                                at_millis BIGINT NOT NULL,
                                kind TEXT NOT NULL,
                                summary TEXT NOT NULL,
                                data TEXT NOT NULL
                            )
                            """));

    private AlarmsSchema() {}
}
