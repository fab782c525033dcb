package io.hydrant.server.glue;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueShapes;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Forgets what a table was in a version.
final class DeleteTableVersion extends GlueOperation {
    DeleteTableVersion(DataCatalog catalog, GlueAccess access) {
        super(GlueShapes.DELETE_TABLE_VERSION, catalog, access);
    }

    @Override
    void authorise(ObjectNode request, Caller caller) throws IOException {
        access().require(
                        caller,
                        action(),
                        access().arns()
                                .upToTable(
                                        text(request, "DatabaseName"), text(request, "TableName")));
    }

    @Override
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException {
        catalog()
                .tables()
                .deleteVersion(
                        text(request, "DatabaseName"),
                        text(request, "TableName"),
                        text(request, "VersionId"));
        return nothing();
    }
}
