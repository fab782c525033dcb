package io.hydrant.cli.client;

import tools.jackson.databind.JsonNode;

/// What `GET /_hydrant/backup` tells of the last backup.
public record BackupState(JsonNode document) {
    public boolean isRunning() {
        return document.path("state").asString("").equals("running");
    }

    public boolean isDone() {
        return document.path("state").asString("").equals("done");
    }

    public String doing() {
        return document.path("doing").asString("");
    }

    public long bytes() {
        return document.path("bytes").asLong();
    }

    public long logs() {
        return document.path("logs").asLong();
    }

    public long blobs() {
        return document.path("blobs").asLong();
    }

    public String reason() {
        return document.path("reason").asString("");
    }

    public String json() {
        return document.toString();
    }
}
