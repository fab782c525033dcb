package io.hydrant.core.iam;

import io.hydrant.aws.ServiceError;

/// IAM's and STS's error codes.
public enum IamError implements ServiceError {
    ACCESS_DENIED("AccessDenied", 403),
    CONCURRENT_MODIFICATION("ConcurrentModification", 409),
    DELETE_CONFLICT("DeleteConflict", 409),
    ENTITY_ALREADY_EXISTS("EntityAlreadyExists", 409),
    INVALID_ACTION("InvalidAction", 400),
    INVALID_IDENTITY_TOKEN("InvalidIdentityToken", 400),
    INVALID_INPUT("InvalidInput", 400),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
    LIMIT_EXCEEDED("LimitExceeded", 409),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400),
    NO_SUCH_ENTITY("NoSuchEntity", 404),
    UNMODIFIABLE_ENTITY("UnmodifiableEntity", 400),
    VALIDATION_ERROR("ValidationError", 400);

    private final String code;
    private final int status;

    IamError(String code, int status) {
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
