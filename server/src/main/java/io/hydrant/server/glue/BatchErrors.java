package io.hydrant.server.glue;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The entries of a batch that were refused.
record BatchErrors(ArrayNode list) {
    BatchErrors(ObjectNode answer) {
        this(answer.putArray("Errors"));
    }

    @FunctionalInterface
    interface Entry {
        void carryOut() throws IOException;
    }

    /// @param names which entry it is
    void noting(Entry entry, Map<String, String> names) throws IOException {
        try {
            entry.carryOut();
        } catch (ServiceException refusal) {
            ObjectNode error = list.addObject();
            names.forEach(error::put);
            error.putObject("ErrorDetail")
                    .put("ErrorCode", refusal.code())
                    .put("ErrorMessage", refusal.text());
        }
    }
}
