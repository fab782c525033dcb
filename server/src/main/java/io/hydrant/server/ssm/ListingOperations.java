package io.hydrant.server.ssm;

import static io.hydrant.server.ssm.SsmOperation.object;

import io.hydrant.core.ssm.ParameterReference;
import io.hydrant.core.ssm.ParameterSearch;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.ParameterVersion;
import io.hydrant.core.ssm.SsmError;
import io.hydrant.core.ssm.SsmParameter;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The operations that list parameters, or the versions of one, page by page.
record ListingOperations(ParameterStore store, SsmAccess access, ParameterDescriptions shown) {
    private static final int PAGE_BY_PATH = 10;
    private static final int PAGE = 50;

    List<JsonOperation> all() {
        return List.of(
                new SsmOperation("GetParametersByPath", SsmShapes.GET_BY_PATH, this::byPath),
                new SsmOperation("DescribeParameters", SsmShapes.DESCRIBE, this::describe),
                new SsmOperation("GetParameterHistory", SsmShapes.HISTORY, this::history));
    }

    private ObjectNode byPath(ObjectNode request, Caller caller) throws IOException {
        String path = request.path("Path").stringValue().strip();
        boolean isRecursive = request.path("Recursive").booleanValue(false);
        access.requireOnPath(
                caller,
                "GetParametersByPath",
                path,
                SsmRequests.truth("ssm:Recursive", isRecursive));
        ParameterSearch.Page page =
                new ParameterSearch(store)
                        .under(
                                path,
                                isRecursive,
                                SsmRequests.filters(request),
                                SsmRequests.position(request).orElse(""),
                                request.path("MaxResults").asInt(PAGE_BY_PATH));
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("Parameters");
        for (ParameterSearch.Hit hit : page.hits()) {
            shown.value(
                    readable(hit.version(), request, caller), Optional.empty(), list.addObject());
        }
        page.last().ifPresent(last -> answer.put("NextToken", SsmRequests.token(last)));
        return answer;
    }

    private ParameterVersion readable(ParameterVersion found, ObjectNode request, Caller caller)
            throws IOException {
        return SsmRequests.withDecryption(request)
                ? store.inClear(found, SsmAccess.kmsCaller(caller))
                : found;
    }

    /// No other account shares any with this one.
    private ObjectNode describe(ObjectNode request, Caller caller) throws IOException {
        access.requireOnAll(caller, "DescribeParameters");
        if (!request.path("Filters").isEmpty()) {
            throw SsmError.notSupported("Filters, in whose place AWS has put ParameterFilters,");
        }
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("Parameters");
        if (request.path("Shared").booleanValue(false)) {
            return answer;
        }
        ParameterSearch.Page page =
                new ParameterSearch(store)
                        .all(
                                SsmRequests.filters(request),
                                SsmRequests.position(request).orElse(""),
                                request.path("MaxResults").asInt(PAGE));
        page.hits().forEach(hit -> shown.metadata(hit.version(), list.addObject()));
        page.last().ifPresent(last -> answer.put("NextToken", SsmRequests.token(last)));
        return answer;
    }

    private ObjectNode history(ObjectNode request, Caller caller) throws IOException {
        ParameterReference reference = store.reference(SsmRequests.name(request));
        access.requireOn(caller, "GetParameterHistory", reference);
        SsmParameter parameter =
                store.find(reference).orElseThrow(() -> SsmError.noParameter(reference.given()));
        long after = SsmRequests.position(request).map(ListingOperations::number).orElse(0L);
        int max = request.path("MaxResults").asInt(PAGE);
        List<ParameterVersion> versions =
                store.versions(parameter.name()).stream()
                        .filter(version -> version.version() > after)
                        .toList();
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("Parameters");
        for (ParameterVersion version : versions.subList(0, Math.min(max, versions.size()))) {
            shown.history(readable(version, request, caller), list.addObject());
        }
        if (versions.size() > max) {
            String last = Long.toString(versions.get(max - 1).version());
            answer.put("NextToken", SsmRequests.token(last));
        }
        return answer;
    }

    private static long number(String position) {
        if (!position.matches("\\d{1,18}")) {
            throw SsmError.INVALID_NEXT_TOKEN.because("The specified token isn't valid.");
        }
        return Long.parseLong(position);
    }
}
