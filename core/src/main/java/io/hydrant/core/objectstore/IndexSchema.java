package io.hydrant.core.objectstore;

import java.util.List;

/// The index of all objects. Keys are BLOBs, so that SQLite compares their bytes, which is UTF-8
/// order. `version.seq` grows by one with every version of the store; the newest has the highest. A
/// version's bytes are its segments in order; a blob is shared by as many segments and parts as
/// `refs` says, and when none is left it is `garbage` with the same commit: only what is written
/// down there is deleted. It is `fresh` until its change has taken it to be unlinked after the
/// commit, and the row goes when that is durable.
final class IndexSchema {
    static final List<String> STEPS =
            List.of(
                    """
                    CREATE TABLE bucket (
                      id INTEGER PRIMARY KEY AUTOINCREMENT,
                      name TEXT NOT NULL UNIQUE,
                      created INTEGER NOT NULL,
                      region TEXT NOT NULL,
                      versioning TEXT NOT NULL
                    );
                    CREATE TABLE bucket_document (
                      bucket INTEGER NOT NULL,
                      kind TEXT NOT NULL,
                      body TEXT NOT NULL,
                      PRIMARY KEY (bucket, kind)
                    ) WITHOUT ROWID;
                    CREATE TABLE version (
                      id INTEGER PRIMARY KEY,
                      bucket INTEGER NOT NULL,
                      key BLOB NOT NULL,
                      seq INTEGER NOT NULL,
                      version_id TEXT NOT NULL,
                      marker INTEGER NOT NULL,
                      latest INTEGER NOT NULL,
                      size INTEGER NOT NULL,
                      etag TEXT NOT NULL,
                      modified INTEGER NOT NULL,
                      details TEXT NOT NULL
                    );
                    CREATE UNIQUE INDEX version_by_key ON version (bucket, key, seq DESC);
                    CREATE UNIQUE INDEX version_by_id ON version (bucket, key, version_id);
                    CREATE INDEX version_listed ON version (bucket, key) WHERE latest = 1 AND marker = 0;
                    CREATE TABLE segment (
                      version INTEGER NOT NULL,
                      n INTEGER NOT NULL,
                      blob TEXT NOT NULL,
                      size INTEGER NOT NULL,
                      PRIMARY KEY (version, n)
                    ) WITHOUT ROWID;
                    CREATE TABLE blob (
                      id TEXT PRIMARY KEY,
                      refs INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE TABLE garbage (
                      blob TEXT PRIMARY KEY
                    ) WITHOUT ROWID;
                    CREATE TABLE upload (
                      id TEXT PRIMARY KEY,
                      bucket INTEGER NOT NULL,
                      key BLOB NOT NULL,
                      initiated INTEGER NOT NULL,
                      details TEXT NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX upload_by_key ON upload (bucket, key, id);
                    CREATE TABLE part (
                      upload TEXT NOT NULL,
                      number INTEGER NOT NULL,
                      blob TEXT NOT NULL,
                      size INTEGER NOT NULL,
                      etag TEXT NOT NULL,
                      checksum TEXT NOT NULL,
                      modified INTEGER NOT NULL,
                      PRIMARY KEY (upload, number)
                    ) WITHOUT ROWID;
                    """,
                    """
                    ALTER TABLE garbage ADD COLUMN fresh INTEGER NOT NULL DEFAULT 1;
                    CREATE INDEX garbage_fresh ON garbage (blob) WHERE fresh = 1;
                    """,
                    """
                    ALTER TABLE version ADD COLUMN upload TEXT;
                    ALTER TABLE version ADD COLUMN upload_parts TEXT;
                    CREATE UNIQUE INDEX version_of_upload ON version (upload) WHERE upload IS NOT NULL;
                    ALTER TABLE upload ADD COLUMN latest INTEGER;
                    ALTER TABLE part ADD COLUMN announced TEXT;
                    CREATE TABLE deleted (
                      one INTEGER PRIMARY KEY CHECK (one = 1),
                      seq INTEGER NOT NULL
                    );
                    """);

    private IndexSchema() {}
}
