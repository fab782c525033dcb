package io.hydrant.core.alarm;

import io.hydrant.aws.ServiceError;

/// CloudWatch's error codes about alarms.
public enum AlarmError implements ServiceError {
    INVALID_ACTION("InvalidAction", 400),
    INVALID_FORMAT("InvalidFormat", 400),
    LIMIT_EXCEEDED("LimitExceeded", 400),
    RESOURCE_NOT_FOUND("ResourceNotFound", 404),
    SERVICE_FAULT("InternalServiceError", 500),
    VALIDATION("ValidationError", 400);

    private final String code;
    private final int status;

    AlarmError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public int status() {
        return status;
    }
}
