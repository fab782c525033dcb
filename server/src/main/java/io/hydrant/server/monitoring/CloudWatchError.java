package io.hydrant.server.monitoring;

import io.hydrant.aws.ServiceError;
import java.util.Map;

/// CloudWatch's error codes, as AWS Query has them.
enum CloudWatchError implements ServiceError {
    ACCESS_DENIED("AccessDenied", 403),
    INVALID_ACTION("InvalidAction", 400),
    INVALID_NEXT_TOKEN("InvalidNextToken", 400),
    INVALID_PARAMETER_COMBINATION("InvalidParameterCombination", 400),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
    MISSING_PARAMETER("MissingParameter", 400),
    VALIDATION("ValidationError", 400);

    /// Their names elsewhere, where they differ.
    static final Map<String, String> SHAPES =
            Map.of(
                    "InvalidFormat", "InvalidFormatFault",
                    "LimitExceeded", "LimitExceededFault",
                    "InvalidParameterCombination", "InvalidParameterCombinationException",
                    "InvalidParameterValue", "InvalidParameterValueException",
                    "MissingParameter", "MissingRequiredParameterException");

    private final String code;
    private final int status;

    CloudWatchError(String code, int status) {
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
