package io.hydrant.server;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/_hydrant/backup`: a POST with `?to=FOLDER` begins a backup, a GET tells how far the last one
/// is. For root only, since a copy holds everybody's secrets.
final class BackupPage implements HydrantPage {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TO = "to=";

    private final ServerBackup backup;

    BackupPage(ServerBackup backup) {
        this.backup = backup;
    }

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET", "HEAD", "POST");
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        if (caller.isEmpty() || !(caller.get().principal() instanceof Principal.Root)) {
            throw new ServiceException(
                    403, "AccessDeniedException", "Only the root user may take a backup.");
        }
        if (head.method().equals("POST")) {
            begin(head);
        }
        return Reply.json(200, describe(backup.state()) + "\n");
    }

    private void begin(RequestHead head) {
        try {
            backup.begin(target(head));
        } catch (ServerBackup.RefusedException e) {
            throw new ServiceException(400, "BackupRefused", String.valueOf(e.getMessage()));
        }
    }

    private static Path target(RequestHead head) throws ServerBackup.RefusedException {
        for (String pair : head.rawQuery().split("&", -1)) {
            if (pair.startsWith(TO)) {
                String text = PercentEncoding.decodeForm(pair.substring(TO.length()));
                try {
                    return Path.of(text);
                } catch (InvalidPathException e) {
                    throw new ServerBackup.RefusedException("\"" + text + "\" is not a path.");
                }
            }
        }
        throw new ServerBackup.RefusedException("Name the folder: POST /_hydrant/backup?to=FOLDER");
    }

    private static ObjectNode describe(ServerBackup.State state) {
        ObjectNode page = JSON.createObjectNode();
        return switch (state) {
            case ServerBackup.State.None _ -> page.put("state", "none");
            case ServerBackup.State.Running(Path to, String doing, long bytes) ->
                    page.put("state", "running")
                            .put("to", to.toString())
                            .put("doing", doing)
                            .put("bytes", bytes);
            case ServerBackup.State.Done done ->
                    page.put("state", "done")
                            .put("to", done.to().toString())
                            .put("bytes", done.bytes())
                            .put("logs", done.logs())
                            .put("blobs", done.blobs())
                            .put("begun", done.begun().toString());
            case ServerBackup.State.Failed(Path to, String reason) ->
                    page.put("state", "failed").put("to", to.toString()).put("reason", reason);
        };
    }
}
