package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceError;

/// CloudFormation's error codes.
public enum CloudFormationError implements ServiceError {
    VALIDATION("ValidationError", 400),
    ALREADY_EXISTS("AlreadyExistsException", 400),
    INSUFFICIENT_CAPABILITIES("InsufficientCapabilitiesException", 400),
    CHANGE_SET_NOT_FOUND("ChangeSetNotFound", 404),
    INVALID_CHANGE_SET_STATUS("InvalidChangeSetStatus", 400),
    TOKEN_ALREADY_EXISTS("TokenAlreadyExistsException", 400),
    LIMIT_EXCEEDED("LimitExceededException", 400),
    THROTTLING("Throttling", 400),
    ACCESS_DENIED("AccessDenied", 403);

    private final String code;
    private final int status;

    CloudFormationError(String code, int status) {
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
