package io.hydrant.core.stream;

import io.hydrant.aws.ServiceError;
import io.hydrant.aws.ServiceException;

/// Firehose's error codes.
public enum FirehoseError implements ServiceError {
    ACCESS_DENIED("AccessDeniedException", 400),
    CONCURRENT_MODIFICATION("ConcurrentModificationException", 400),
    INVALID_ARGUMENT("InvalidArgumentException", 400),
    INVALID_KMS_RESOURCE("InvalidKMSResourceException", 400),
    LIMIT_EXCEEDED("LimitExceededException", 400),
    RESOURCE_IN_USE("ResourceInUseException", 400),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
    /// AWS's reference says 500; every SDK retries 503 just so, and proxies know it for what it is.
    SERVICE_UNAVAILABLE("ServiceUnavailableException", 503),
    THROTTLING("ThrottlingException", 400);

    private final String code;
    private final int status;

    FirehoseError(String code, int status) {
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

    /// The key of a stream cannot be used.
    public static ServiceException ofKey(KeyTrouble trouble) {
        return INVALID_KMS_RESOURCE.because("%s", trouble.text()).with("code", trouble.code());
    }

    /// The refusal of a setting that AWS knows and Hydrant does not: never accepted and ignored.
    public static ServiceException notSupported(String what) {
        return INVALID_ARGUMENT.because("Hydrant does not support %s yet.", what);
    }
}
