package io.hydrant.core.kms;

import io.hydrant.aws.ServiceError;

/// KMS's error codes.
public enum KmsError implements ServiceError {
    ACCESS_DENIED("AccessDeniedException"),
    ALREADY_EXISTS("AlreadyExistsException"),
    DISABLED("DisabledException"),
    DRY_RUN("DryRunOperationException"),
    INCORRECT_KEY("IncorrectKeyException"),
    INVALID_ALIAS_NAME("InvalidAliasNameException"),
    INVALID_ARN("InvalidArnException"),
    INVALID_CIPHERTEXT("InvalidCiphertextException"),
    INVALID_GRANT_TOKEN("InvalidGrantTokenException"),
    INVALID_MARKER("InvalidMarkerException"),
    INVALID_STATE("KMSInvalidStateException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocumentException"),
    NOT_FOUND("NotFoundException"),
    TAG("TagException"),
    UNSUPPORTED_OPERATION("UnsupportedOperationException"),
    VALIDATION("ValidationException");

    private final String code;

    KmsError(String code) {
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    /// No client repeats it.
    @Override
    public int status() {
        return 400;
    }
}
