package io.hydrant.aws.json;

import io.hydrant.aws.ServiceError;

/// The errors that AWS's JSON framework answers before an operation begins.
public enum JsonError implements ServiceError {
    /// The body is not JSON, or a member has another type than the model's. A body that is no JSON
    /// object at all gets no text.
    SERIALIZATION("SerializationException"),
    /// A member breaks a constraint of the model.
    VALIDATION("ValidationException");

    private final String code;

    JsonError(String code) {
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return 400;
    }
}
