package io.hydrant.server;

import java.nio.file.Path;

/// Where the parts of a server's state lie in its folder, or in a copy of it; [DataDirectory] tells
/// what they are.
record DataFolder(Path root) {
    Path credentials() {
        return root.resolve("credentials");
    }

    Path catalog() {
        return root.resolve("catalog.db");
    }

    /// How far the catalog had come.
    Path catalogMark() {
        return root.resolve("catalog.mark");
    }

    /// Says that the catalog is in a database elsewhere.
    Path catalogElsewhere() {
        return root.resolve("database");
    }

    /// How far the catalog in a database elsewhere had come.
    Path catalogElsewhereMark() {
        return root.resolve("database.mark");
    }

    Path logs() {
        return root.resolve("log");
    }

    /// The logs that were moved elsewhere, as they were then.
    Path movedLogs() {
        return root.resolve("log.moved");
    }

    /// What readers of logs that are elsewhere put somewhere for a while.
    Path scratch() {
        return root.resolve("scratch");
    }

    Path objects() {
        return root.resolve("s3");
    }

    /// The database of what is in the embedded object store.
    Path index() {
        return objects().resolve("index.db");
    }

    /// How far the index had come.
    Path indexMark() {
        return objects().resolve("index.mark");
    }

    /// What was counted, minute by minute.
    Path metrics() {
        return root.resolve("metrics.db");
    }

    /// What CloudWatch Logs keeps.
    Path logEvents() {
        return root.resolve("logs.db");
    }

    Path tls() {
        return root.resolve("tls");
    }

    /// The self-signed certificate, for whoever asks this server.
    Path certificate() {
        return tls().resolve("hydrant.pem");
    }

    /// The master key, if it is the server's own.
    Path keys() {
        return root.resolve("keys");
    }

    /// Is there until a backup into this folder is whole.
    Path unfinishedBackup() {
        return root.resolve("backup.unfinished");
    }
}
