package io.hydrant.server.http.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An AWS JSON 1.1 service: `X-Amz-Target: <targetPrefix>.<operation>`, signed as `signingName`.
/// Safe for use from many threads.
public final class JsonService {
    private final String signingName;
    private final String targetPrefix;
    private final Optional<String> part;
    private final Supplier<List<JsonOperation>> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Map<String, JsonOperation> operations;

    private JsonService(
            String signingName,
            String targetPrefix,
            Optional<String> part,
            Supplier<List<JsonOperation>> maker) {
        this.signingName = signingName;
        this.targetPrefix = targetPrefix;
        this.part = part;
        this.maker = maker;
    }

    /// A service of which all is served.
    public static JsonService of(
            String signingName, String targetPrefix, List<JsonOperation> operations) {
        return new JsonService(signingName, targetPrefix, Optional.empty(), () -> operations);
    }

    /// The same, made when the first operation is asked for: a server that starts loads nothing of
    /// it.
    public static JsonService onDemand(
            String signingName, String targetPrefix, Supplier<List<JsonOperation>> operations) {
        return new JsonService(signingName, targetPrefix, Optional.empty(), operations);
    }

    /// Some operations of a service: whoever asks for another is told by what people call it. Its
    /// errors spell their text's name with a capital. Its operations are made when the first of
    /// them is asked for: a server that starts loads nothing of them.
    public static JsonService part(
            String name,
            String signingName,
            String targetPrefix,
            Supplier<List<JsonOperation>> operations) {
        return new JsonService(signingName, targetPrefix, Optional.of(name), operations);
    }

    public String signingName() {
        return signingName;
    }

    String targetPrefix() {
        return targetPrefix;
    }

    boolean isPart() {
        return part.isPresent();
    }

    Optional<JsonOperation> operation(String name) {
        Map<String, JsonOperation> known = operations;
        return Optional.ofNullable((known == null ? made() : known).get(name));
    }

    private Map<String, JsonOperation> made() {
        making.lock();
        try {
            Map<String, JsonOperation> known = operations;
            if (known != null) {
                return known;
            }
            Map<String, JsonOperation> byName = new HashMap<>();
            maker.get().forEach(operation -> byName.put(operation.name(), operation));
            operations = byName;
            return byName;
        } finally {
            making.unlock();
        }
    }

    /// What is said of an operation that is not served.
    ///
    /// @param target as the request has it
    String refusal(String target) {
        String operation = UnservedService.shown(target.substring(target.lastIndexOf('.') + 1));
        return part.map(name -> "Hydrant does not support " + operation + " of " + name + ".")
                .orElse("");
    }
}
