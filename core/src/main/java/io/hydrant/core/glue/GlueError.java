package io.hydrant.core.glue;

import io.hydrant.aws.ServiceError;
import io.hydrant.aws.ServiceException;

/// Glue's error codes.
public enum GlueError implements ServiceError {
    ACCESS_DENIED("AccessDeniedException"),
    ALREADY_EXISTS("AlreadyExistsException"),
    CONCURRENT_MODIFICATION("ConcurrentModificationException"),
    ENTITY_NOT_FOUND("EntityNotFoundException"),
    INVALID_INPUT("InvalidInputException"),
    RESOURCE_NUMBER_LIMIT_EXCEEDED("ResourceNumberLimitExceededException");

    private final String code;

    GlueError(String code) {
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

    /// The refusal of a member that AWS knows and Hydrant does not: never accepted and ignored.
    static ServiceException notSupported(String member) {
        return INVALID_INPUT.because("Hydrant does not support %s.", member);
    }

    static ServiceException noDatabase(String name) {
        return ENTITY_NOT_FOUND.because("Database %s not found.", name);
    }

    static ServiceException noTable(String name) {
        return ENTITY_NOT_FOUND.because("Table %s not found.", name);
    }
}
