package io.hydrant.core.ssm;

import io.hydrant.core.catalog.Database.Schema;
import java.util.List;

/// The tables of a [ParameterStore]: parameters, and what each of their versions is, as JSON of
/// [ParameterRows]. A `mark` tells a parameter from another that has had its name.
public final class SsmSchema {
    public static final Schema SCHEMA =
            new Schema(
                    "ssm",
                    List.of(
                            """
                            CREATE TABLE ssm_parameter (
                                name TEXT PRIMARY KEY,
                                mark TEXT NOT NULL,
                                tier TEXT NOT NULL,
                                latest INTEGER NOT NULL,
                                tags TEXT NOT NULL
                            ) STRICT, WITHOUT ROWID;
                            CREATE TABLE ssm_parameter_version (
                                name TEXT NOT NULL
                                    REFERENCES ssm_parameter (name) ON DELETE CASCADE,
                                version INTEGER NOT NULL,
                                document TEXT NOT NULL,
                                PRIMARY KEY (name, version)
                            ) STRICT
                            """),
                    List.of(
                            """
                            CREATE TABLE ssm_parameter (
                                name TEXT COLLATE "C" PRIMARY KEY,
                                mark TEXT NOT NULL,
                                tier TEXT NOT NULL,
                                latest BIGINT NOT NULL,
                                tags TEXT NOT NULL
                            );
                            CREATE TABLE ssm_parameter_version (
                                name TEXT COLLATE "C" NOT NULL
                                    REFERENCES ssm_parameter (name) ON DELETE CASCADE,
                                version BIGINT NOT NULL,
                                document TEXT NOT NULL,
                                PRIMARY KEY (name, version)
                            )
                            """));

    private SsmSchema() {}
}
