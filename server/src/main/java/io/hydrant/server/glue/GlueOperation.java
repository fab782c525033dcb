package io.hydrant.server.glue;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.aws.json.Shape;
import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.glue.GlueError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One operation of Glue, named as its class.
abstract class GlueOperation implements JsonOperation {
    /// Members of several requests that Hydrant cannot heed.
    private static final Set<String> REFUSED =
            Set.of(
                    "TransactionId",
                    "QueryAsOfTime",
                    "AuditContext",
                    "PartitionIndexes",
                    "OpenTableFormatInput",
                    "UpdateOpenTableFormatInput",
                    "ViewUpdateAction");

    private final Shape.Structure shape;
    private final DataCatalog catalog;
    private final GlueAccess access;

    GlueOperation(Shape.Structure shape, DataCatalog catalog, GlueAccess access) {
        this.shape = shape;
        this.catalog = catalog;
        this.access = access;
    }

    DataCatalog catalog() {
        return catalog;
    }

    GlueAccess access() {
        return access;
    }

    /// As policies name it.
    String action() {
        return "glue:" + name();
    }

    @Override
    public final String name() {
        return getClass().getSimpleName();
    }

    @Override
    public final byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, shape);
        authorise(request, caller);
        for (String member : REFUSED) {
            if (request.has(member)) {
                throw GlueError.INVALID_INPUT.because("Hydrant does not support %s.", member);
            }
        }
        catalog.requireOwn(optional(request, "CatalogId"));
        return JsonAnswer.bytes(answer(request, caller));
    }

    abstract void authorise(ObjectNode request, Caller caller) throws IOException;

    abstract ObjectNode answer(ObjectNode request, Caller caller) throws IOException;

    static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A member that the shape requires.
    static String text(JsonNode request, String member) {
        return request.path(member).stringValue();
    }

    static Optional<String> optional(JsonNode request, String member) {
        return request.path(member).stringValueOpt();
    }

    static ObjectNode structure(ObjectNode request, String member) {
        return (ObjectNode) request.path(member);
    }
}
