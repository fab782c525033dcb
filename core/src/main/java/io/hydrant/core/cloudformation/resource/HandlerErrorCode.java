package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;

/// Why a resource could not be made, changed or removed, as CloudFormation's events name it.
public enum HandlerErrorCode {
    ALREADY_EXISTS("AlreadyExists"),
    NOT_FOUND("NotFound"),
    INVALID_REQUEST("InvalidRequest"),
    ACCESS_DENIED("AccessDenied"),
    SERVICE_LIMIT_EXCEEDED("ServiceLimitExceeded"),
    GENERAL_SERVICE_EXCEPTION("GeneralServiceException"),
    INTERNAL_FAILURE("InternalFailure");

    private final String text;

    HandlerErrorCode(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// The kind that a service's own code belongs to.
    static HandlerErrorCode of(ServiceException refusal) {
        return switch (refusal.code()) {
            case "AlreadyExistsException",
                    "EntityAlreadyExists",
                    "ResourceAlreadyExistsException",
                    "ResourceInUseException",
                    "ParameterAlreadyExists",
                    "BucketAlreadyOwnedByYou",
                    "BucketAlreadyExists" ->
                    ALREADY_EXISTS;
            case "EntityNotFoundException",
                    "NoSuchEntity",
                    "NotFoundException",
                    "ParameterNotFound",
                    "ResourceNotFoundException",
                    "NoSuchBucket" ->
                    NOT_FOUND;
            case "InvalidArgumentException",
                    "InvalidArgument",
                    "InvalidRequest",
                    "InvalidInput",
                    "InvalidParameterException",
                    "InvalidInputException",
                    "InvalidBucketName",
                    "InvalidTag",
                    "DisabledException",
                    "HierarchyLevelLimitExceededException",
                    "InvalidAllowedPatternException",
                    "ParameterPatternMismatchException",
                    "InvalidAliasNameException",
                    "KMSInvalidStateException",
                    "MalformedPolicyDocumentException",
                    "TagException",
                    "UnsupportedOperationException",
                    "MalformedPolicyDocument",
                    "MalformedPolicy",
                    "MalformedXML",
                    "ValidationError",
                    "ValidationException" ->
                    INVALID_REQUEST;
            case "AccessDenied", "AccessDeniedException" -> ACCESS_DENIED;
            case "LimitExceeded",
                    "LimitExceededException",
                    "ParameterLimitExceeded",
                    "ParameterMaxVersionLimitExceeded",
                    "ResourceNumberLimitExceededException",
                    "TooManyTagsError",
                    "TooManyBuckets" ->
                    SERVICE_LIMIT_EXCEEDED;
            default -> GENERAL_SERVICE_EXCEPTION;
        };
    }
}
