package io.hydrant.aws.json;

import io.hydrant.aws.ServiceException;

/// The errors that AWS's JSON framework answers before an operation begins.
public enum JsonError {
    /// The body is not JSON, or a member has another type than the model's. A body that is no JSON
    /// object at all gets no text.
    SERIALIZATION("SerializationException"),
    /// A member breaks a constraint of the model.
    VALIDATION("ValidationException");

    private final String code;

    JsonError(String code) {
        this.code = code;
    }

    public ServiceException because(String text) {
        return new ServiceException(400, code, text);
    }
}
