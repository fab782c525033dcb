package io.hydrant.server.kms;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.aws.json.Shape;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsError;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One operation of KMS: its model, and what it does.
record KmsOperation(String name, Shape.Structure model, Work work) implements JsonOperation {
    /// The largest request has a key policy of 32 KiB.
    private static final int BYTES_MAX = 256 * 1024;

    /// What an operation does with a request that keeps to the model.
    @FunctionalInterface
    interface Work {
        ObjectNode answer(ObjectNode request, KmsCaller caller) throws IOException;
    }

    /// Of an operation that answers nothing.
    @FunctionalInterface
    interface Deed {
        void carryOut(ObjectNode request, KmsCaller caller) throws IOException;
    }

    static KmsOperation silent(String name, Shape.Structure model, Deed deed) {
        return new KmsOperation(
                name,
                model,
                (request, caller) -> {
                    deed.carryOut(request, caller);
                    return object();
                });
    }

    /// What AWS has and Hydrant has not.
    static KmsOperation unsupported(String name) {
        return new KmsOperation(
                name,
                KmsShapes.NOTHING,
                (request, caller) -> {
                    throw KmsError.UNSUPPORTED_OPERATION.because(
                            "Hydrant does not support %s of KMS.", name);
                });
    }

    @Override
    public int bodyBytesMax() {
        return BYTES_MAX;
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, model);
        return JsonAnswer.bytes(
                work.answer(request, KmsCaller.of(caller.principal(), caller.circumstances())));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Map<String, String> texts(ObjectNode request, String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        request.path(member)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().stringValue()));
        return texts;
    }

    static String keyId(ObjectNode request) {
        return request.path("KeyId").stringValue();
    }
}
