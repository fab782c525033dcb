package io.hydrant.server.monitoring;

import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An operation on alarms.
record AlarmOperation(String name, BiFunction<RequestMembers, Caller, ObjectNode> work)
        implements PolyglotOperation {
    /// One that answers nothing.
    static AlarmOperation change(String name, BiConsumer<RequestMembers, Caller> work) {
        return new AlarmOperation(
                name,
                (asked, caller) -> {
                    work.accept(asked, caller);
                    return JsonNodeFactory.instance.objectNode();
                });
    }

    @Override
    public ObjectNode answer(ObjectNode request, Caller caller) {
        return work.apply(RequestMembers.of(request, AlarmRequest.WRONG), caller);
    }
}
