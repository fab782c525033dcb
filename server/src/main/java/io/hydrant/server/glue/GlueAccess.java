package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueArns;
import io.hydrant.core.glue.GlueDatabase;
import io.hydrant.core.glue.GlueError;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Asks whether a caller may do what it asks for, on each of the resources that AWS asks about; a
/// refusal is AccessDeniedException in AWS's words.
final class GlueAccess {
    private final DataCatalog catalog;
    private final Authorization authorizer;

    GlueAccess(DataCatalog catalog, Authorization authorizer) {
        this.catalog = catalog;
        this.authorizer = authorizer;
    }

    GlueArns arns() {
        return catalog.arns();
    }

    void require(Caller caller, String action, List<String> resources) throws IOException {
        require(caller, action, resources, RequestKeys.NONE);
    }

    /// As above, with condition keys of this request.
    void require(Caller caller, String action, List<String> resources, RequestKeys keys)
            throws IOException {
        for (String resource : resources) {
            authorizer.require(question(caller, action, resource, keys), GlueError.ACCESS_DENIED);
        }
    }

    /// Whether an entry of a list may be shown to the caller.
    boolean allows(Caller caller, String action, String resource) throws IOException {
        return authorizer.allows(question(caller, action, resource, RequestKeys.NONE));
    }

    private AuthorizationRequest question(
            Caller caller, String action, String resource, RequestKeys keys) throws IOException {
        Optional<String> database = arns().databaseOf(resource).filter(name -> !name.equals("*"));
        Optional<GlueDatabase> known =
                database.isPresent() ? catalog.databases().find(database.get()) : Optional.empty();
        return caller.asks(
                action,
                resource,
                known.map(GlueDatabase::keys).map(keys::and).orElse(keys),
                arns().account());
    }
}
