package io.hydrant.server.ssm;

import static io.hydrant.server.ssm.SsmOperation.object;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.ssm.ParameterDraft;
import io.hydrant.core.ssm.ParameterReference;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.ParameterVersion;
import io.hydrant.core.ssm.SsmError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The operations that write, read and delete parameters by their names.
record ValueOperations(ParameterStore store, SsmAccess access, ParameterDescriptions shown) {
    /// A parameter that was asked for, and how.
    private record Answer(ParameterReference reference, ParameterVersion version) {}

    List<JsonOperation> all() {
        return List.of(
                new SsmOperation("PutParameter", SsmShapes.PUT, this::put),
                new SsmOperation("GetParameter", SsmShapes.GET, this::get),
                new SsmOperation("GetParameters", SsmShapes.GET_SOME, this::getSome),
                SsmOperation.silent("DeleteParameter", SsmShapes.DELETE, this::delete),
                new SsmOperation("DeleteParameters", SsmShapes.DELETE_SOME, this::deleteSome));
    }

    private ObjectNode put(ObjectNode request, Caller caller) throws IOException {
        String name = SsmRequests.name(request);
        boolean isOver = request.path("Overwrite").booleanValue(false);
        Map<String, String> tags = SsmRequests.tags(request);
        RequestKeys keys =
                RequestKeys.ofRequestTags(tags).and(SsmRequests.truth("ssm:Overwrite", isOver));
        access.requireOn(caller, "PutParameter", name, keys);
        if (!tags.isEmpty()) {
            access.requireOn(caller, "AddTagsToResource", name, keys);
        }
        if (request.has("Policies")) {
            throw SsmError.notSupported("Policies");
        }
        if (isOver && request.has("Tags")) {
            throw SsmError.VALIDATION.because(
                    "Invalid request: tags and overwrite can't be used together. To create a"
                            + " parameter with tags, please remove overwrite flag. To update tags"
                            + " for an existing parameter, please use AddTagsToResource or"
                            + " RemoveTagsFromResource.");
        }
        ParameterDraft draft = draft(request, name, tags);
        ParameterVersion written =
                isOver
                        ? store.createOrReplace(draft, SsmAccess.kmsCaller(caller))
                        : store.create(draft, store.newMark(), SsmAccess.kmsCaller(caller));
        return object().put("Version", written.version()).put("Tier", written.tier().wireName());
    }

    private static ParameterDraft draft(ObjectNode request, String name, Map<String, String> tags) {
        return new ParameterDraft(
                name,
                text(request, "Type"),
                request.path("Value").stringValue(),
                text(request, "KeyId"),
                text(request, "Description"),
                text(request, "AllowedPattern"),
                text(request, "Tier"),
                text(request, "DataType"),
                tags);
    }

    private static Optional<String> text(ObjectNode request, String member) {
        return request.path(member).stringValueOpt();
    }

    private ObjectNode get(ObjectNode request, Caller caller) throws IOException {
        ParameterReference reference = store.reference(SsmRequests.name(request));
        access.requireOn(caller, "GetParameter", reference);
        ParameterVersion found = store.get(reference);
        ObjectNode answer = object();
        shown.value(
                readable(found, request, caller),
                reference.selector(),
                answer.putObject("Parameter"));
        return answer;
    }

    private ParameterVersion readable(ParameterVersion found, ObjectNode request, Caller caller)
            throws IOException {
        return SsmRequests.withDecryption(request)
                ? store.inClear(found, SsmAccess.kmsCaller(caller))
                : found;
    }

    private ObjectNode getSome(ObjectNode request, Caller caller) throws IOException {
        List<ParameterReference> references =
                SsmRequests.texts(request, "Names").stream().map(store::reference).toList();
        for (ParameterReference reference : references) {
            access.requireOn(caller, "GetParameters", reference);
        }
        List<Answer> found = new ArrayList<>();
        ObjectNode answer = object();
        ArrayNode parameters = answer.putArray("Parameters");
        ArrayNode invalid = answer.putArray("InvalidParameters");
        for (ParameterReference reference : references) {
            Optional<ParameterVersion> version = store.look(reference);
            if (version.isPresent()) {
                found.add(new Answer(reference, readable(version.get(), request, caller)));
            } else {
                invalid.add(reference.given());
            }
        }
        found.sort(Comparator.comparing(one -> one.version().name()));
        found.forEach(one ->
                shown.value(one.version(), one.reference().selector(), parameters.addObject()));
        return answer;
    }

    private void delete(ObjectNode request, Caller caller) throws IOException {
        String name = SsmRequests.name(request);
        access.requireOn(caller, "DeleteParameter", name, RequestKeys.NONE);
        store.delete(name.strip());
    }

    private ObjectNode deleteSome(ObjectNode request, Caller caller) throws IOException {
        List<String> names = SsmRequests.texts(request, "Names");
        for (String name : names) {
            access.requireOn(caller, "DeleteParameters", name, RequestKeys.NONE);
        }
        ObjectNode answer = object();
        ArrayNode deleted = answer.putArray("DeletedParameters");
        ArrayNode invalid = answer.putArray("InvalidParameters");
        for (String name : names) {
            (store.delete(name.strip(), Optional.empty()) ? deleted : invalid).add(name);
        }
        return answer;
    }
}
