package io.hydrant.server.logs;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.aws.json.Shape;
import io.hydrant.core.logevents.LogsError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One operation of CloudWatch Logs: its name, what its request looks like, and what is done.
record LogsOperation(String name, Shape.Structure shape, int bodyBytesMax, Work work)
        implements JsonOperation {
    /// What an operation does with a request that has its shape.
    interface Work {
        ObjectNode answer(ObjectNode request, Caller caller);
    }

    /// What an operation does that answers nothing.
    interface Change {
        void make(ObjectNode request, Caller caller);
    }

    static LogsOperation of(String name, Shape.Structure shape, Work work) {
        return new LogsOperation(name, shape, BODY_BYTES, work);
    }

    static LogsOperation change(String name, Shape.Structure shape, Change change) {
        return of(
                name,
                shape,
                (request, caller) -> {
                    change.make(request, caller);
                    return JsonNodeFactory.instance.objectNode();
                });
    }

    /// An operation that CloudWatch Logs has and Hydrant has not.
    static LogsOperation refused(String name) {
        return of(
                name,
                Shape.structure(),
                (request, caller) -> {
                    throw LogsError.UNKNOWN_OPERATION.because(
                            "Hydrant does not support %s of CloudWatch Logs.", name);
                });
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        return JsonAnswer.bytes(work.answer(read(body), caller));
    }

    /// What breaks the model's constraints has a code of its own here.
    private ObjectNode read(byte[] body) {
        try {
            return JsonRequest.read(body, shape);
        } catch (ServiceException refusal) {
            throw refusal.code().equals("ValidationException")
                    ? LogsError.INVALID_PARAMETER.because("%s", refusal.text())
                    : refusal;
        }
    }
}
