package io.hydrant.core.logevents;

import io.hydrant.aws.ServiceError;

/// CloudWatch Logs' error codes.
public enum LogsError implements ServiceError {
    ACCESS_DENIED("AccessDeniedException", 400),
    INVALID_OPERATION("InvalidOperationException", 400),
    INVALID_PARAMETER("InvalidParameterException", 400),
    LIMIT_EXCEEDED("LimitExceededException", 400),
    RESOURCE_ALREADY_EXISTS("ResourceAlreadyExistsException", 400),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
    SERVICE_UNAVAILABLE("ServiceUnavailableException", 503),
    TOO_MANY_TAGS("TooManyTagsException", 400),
    UNKNOWN_OPERATION("UnknownOperationException", 400);

    private final String code;
    private final int status;

    LogsError(String code, int status) {
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
