package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.Map;
import java.util.function.Supplier;

/// The members of a part of a template that has to be a map.
final class Members {
    private Members() {}

    /// @throws ServiceException `refusal` when it is no map
    static Map<String, Value> of(Value value, Supplier<ServiceException> refusal) {
        if (value instanceof Value.Fields map) {
            return map.fields();
        }
        throw refusal.get();
    }
}
