package io.hydrant.server.ssm;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.aws.json.Shape;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One operation of the parameter store: its name, what its request looks like, and what is done.
record SsmOperation(String name, Shape.Structure shape, Work work) implements JsonOperation {
    /// What an operation does with a request that has its shape.
    @FunctionalInterface
    interface Work {
        ObjectNode answer(ObjectNode request, Caller caller) throws IOException;
    }

    /// What an operation does that answers nothing.
    @FunctionalInterface
    interface Deed {
        void carryOut(ObjectNode request, Caller caller) throws IOException;
    }

    static SsmOperation silent(String name, Shape.Structure shape, Deed deed) {
        return new SsmOperation(
                name,
                shape,
                (request, caller) -> {
                    deed.carryOut(request, caller);
                    return object();
                });
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        return JsonAnswer.bytes(work.answer(JsonRequest.read(body, shape), caller));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
