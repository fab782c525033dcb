package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceError;
import io.hydrant.aws.ServiceException;

/// The error codes of Systems Manager, as far as its parameter store has them.
public enum SsmError implements ServiceError {
    ACCESS_DENIED("AccessDeniedException"),
    HIERARCHY_LEVEL_LIMIT_EXCEEDED("HierarchyLevelLimitExceededException"),
    INVALID_ALLOWED_PATTERN("InvalidAllowedPatternException"),
    INVALID_FILTER_KEY("InvalidFilterKey"),
    INVALID_FILTER_OPTION("InvalidFilterOption"),
    INVALID_FILTER_VALUE("InvalidFilterValue"),
    INVALID_KEY_ID("InvalidKeyId"),
    INVALID_NEXT_TOKEN("InvalidNextToken"),
    INVALID_RESOURCE_ID("InvalidResourceId"),
    INVALID_RESOURCE_TYPE("InvalidResourceType"),
    PARAMETER_ALREADY_EXISTS("ParameterAlreadyExists"),
    PARAMETER_LIMIT_EXCEEDED("ParameterLimitExceeded"),
    PARAMETER_MAX_VERSION_LIMIT_EXCEEDED("ParameterMaxVersionLimitExceeded"),
    PARAMETER_NOT_FOUND("ParameterNotFound"),
    PARAMETER_PATTERN_MISMATCH("ParameterPatternMismatchException"),
    PARAMETER_VERSION_LABEL_LIMIT_EXCEEDED("ParameterVersionLabelLimitExceeded"),
    PARAMETER_VERSION_NOT_FOUND("ParameterVersionNotFound"),
    TOO_MANY_TAGS("TooManyTagsError"),
    TOO_MANY_UPDATES("TooManyUpdates"),
    VALIDATION("ValidationException");

    private final String code;

    SsmError(String code) {
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
    public static ServiceException notSupported(String member) {
        return VALIDATION.because("Hydrant does not support %s of the parameter store.", member);
    }

    public static ServiceException noParameter(String name) {
        return PARAMETER_NOT_FOUND.because("Parameter %s not found.", name);
    }
}
