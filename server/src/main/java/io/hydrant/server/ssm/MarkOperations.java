package io.hydrant.server.ssm;

import static io.hydrant.server.ssm.SsmOperation.object;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.ssm.ParameterLabels;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.SsmError;
import io.hydrant.core.ssm.SsmParameter;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The operations about what parameters are marked with: labels on their versions, and tags.
record MarkOperations(ParameterStore store, SsmAccess access) {
    List<JsonOperation> all() {
        return List.of(
                new SsmOperation("LabelParameterVersion", SsmShapes.LABEL, this::label),
                new SsmOperation("UnlabelParameterVersion", SsmShapes.UNLABEL, this::unlabel),
                SsmOperation.silent("AddTagsToResource", SsmShapes.ADD_TAGS, this::tag),
                SsmOperation.silent("RemoveTagsFromResource", SsmShapes.REMOVE_TAGS, this::untag),
                new SsmOperation("ListTagsForResource", SsmShapes.TAGS_OF, this::tags));
    }

    private ObjectNode label(ObjectNode request, Caller caller) throws IOException {
        String name = SsmRequests.name(request);
        access.requireOn(caller, "LabelParameterVersion", name, RequestKeys.NONE);
        Optional<Long> version =
                request.has("ParameterVersion")
                        ? Optional.of(request.path("ParameterVersion").longValue())
                        : Optional.empty();
        ParameterLabels.Outcome outcome =
                new ParameterLabels(store)
                        .put(name.strip(), version, SsmRequests.texts(request, "Labels"));
        ObjectNode answer = object();
        outcome.invalid().forEach(answer.putArray("InvalidLabels")::add);
        return answer.put("ParameterVersion", outcome.version());
    }

    private ObjectNode unlabel(ObjectNode request, Caller caller) throws IOException {
        String name = SsmRequests.name(request);
        access.requireOn(caller, "UnlabelParameterVersion", name, RequestKeys.NONE);
        ParameterLabels.Outcome outcome =
                new ParameterLabels(store)
                        .remove(
                                name.strip(),
                                request.path("ParameterVersion").longValue(),
                                SsmRequests.texts(request, "Labels"));
        ObjectNode answer = object();
        outcome.done().forEach(answer.putArray("RemovedLabels")::add);
        outcome.invalid().forEach(answer.putArray("InvalidLabels")::add);
        return answer;
    }

    private void tag(ObjectNode request, Caller caller) throws IOException {
        Map<String, String> tags = SsmRequests.tags(request);
        String id = resource(request);
        access.requireOn(caller, "AddTagsToResource", id, RequestKeys.ofRequestTags(tags));
        store.tag(id, tags);
    }

    private void untag(ObjectNode request, Caller caller) throws IOException {
        List<String> gone = SsmRequests.texts(request, "TagKeys");
        String id = resource(request);
        RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", gone));
        access.requireOn(caller, "RemoveTagsFromResource", id, keys);
        store.untag(id, gone);
    }

    private ObjectNode tags(ObjectNode request, Caller caller) throws IOException {
        String id = resource(request);
        access.requireOn(caller, "ListTagsForResource", id, RequestKeys.NONE);
        SsmParameter parameter = store.find(id).orElseThrow(ParameterStore::noResource);
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("TagList");
        parameter
                .tags()
                .forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    /// The name of the parameter that is meant, which may be given by its ARN.
    private String resource(ObjectNode request) throws IOException {
        String type = request.path("ResourceType").stringValue();
        if (!type.equals("Parameter")) {
            throw SsmError.INVALID_RESOURCE_TYPE.because(
                    "Hydrant has parameters alone, and no resources of the type %s.", type);
        }
        String id = request.path("ResourceId").stringValue().strip();
        return id.startsWith("arn:")
                ? store.find(store.reference(id)).map(SsmParameter::name).orElse(id)
                : id;
    }
}
