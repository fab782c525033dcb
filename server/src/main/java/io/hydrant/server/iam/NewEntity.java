package io.hydrant.server.iam;

import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.util.List;

/// Who may make a role or user: it takes a permission of its own to tag it.
final class NewEntity {
    private NewEntity() {}

    static void require(
            IamAccess permissions, Caller caller, String operation, Iam.NewIdentity draft) {
        String resource = draft.kind().word() + draft.path() + draft.name();
        RequestKeys context =
                IamAccess.ofRequest(draft.tags())
                        .and(key ->
                                key.equalsIgnoreCase("iam:PermissionsBoundary")
                                        ? draft.permissionsBoundary().stream().toList()
                                        : List.of());
        permissions.requireOn(caller, "iam:" + operation, resource, context);
        if (!draft.tags().isEmpty()) {
            permissions.requireOn(caller, "iam:Tag" + draft.kind().title(), resource, context);
        }
    }
}
