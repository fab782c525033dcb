package io.hydrant.server.http.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An AWS JSON 1.1 service: `X-Amz-Target: <targetPrefix>.<operation>`, signed as `signingName`.
public record JsonService(
        String signingName, String targetPrefix, Map<String, JsonOperation> operations) {
    public JsonService {
        operations = Map.copyOf(operations);
    }

    public static JsonService of(
            String signingName, String targetPrefix, List<JsonOperation> operations) {
        Map<String, JsonOperation> byName = new HashMap<>();
        operations.forEach(operation -> byName.put(operation.name(), operation));
        return new JsonService(signingName, targetPrefix, byName);
    }
}
