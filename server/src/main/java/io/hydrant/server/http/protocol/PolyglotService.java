package io.hydrant.server.http.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service that is asked in AWS Query, in AWS JSON 1.0, or in Smithy's RPC v2 with CBOR, as each
/// SDK prefers.
///
/// @param name as `X-Amz-Target` and the paths of RPC v2 have it
/// @param version and `namespace` are those of AWS Query
/// @param shapes the names that errors have outside of AWS Query, by their codes there, where they
///   differ
public record PolyglotService(
        String signingName,
        String name,
        String version,
        String namespace,
        Map<String, String> shapes,
        Map<String, PolyglotOperation> operations) {
    public PolyglotService {
        shapes = Map.copyOf(shapes);
        operations = Map.copyOf(operations);
    }

    public static PolyglotService of(
            String signingName,
            String name,
            String version,
            String namespace,
            Map<String, String> shapes,
            List<PolyglotOperation> operations) {
        Map<String, PolyglotOperation> byName = new HashMap<>();
        operations.forEach(operation -> byName.put(operation.name(), operation));
        return new PolyglotService(signingName, name, version, namespace, shapes, byName);
    }

    /// As it is asked in AWS Query.
    QueryService query() {
        return QueryService.of(
                signingName,
                version,
                namespace,
                operations.values().stream().<QueryOperation>map(PolyglotQuery::new).toList());
    }
}
