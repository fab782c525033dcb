package io.hydrant.core.transform.lambda;

import java.util.regex.Pattern;

/// Firehose's codes for records that a function did not make anything of, with the texts that error
/// objects show. The last five are Hydrant's own, for what AWS does not name.
public enum LambdaError {
    ASSUME_ROLE_ACCESS_DENIED(
            "Lambda.AssumeRoleAccessDenied",
            "Access was denied. Ensure that the trust policy for the provided IAM role allows"
                    + " Firehose to assume the role."),
    INVOKE_ACCESS_DENIED(
            "Lambda.InvokeAccessDenied",
            "Access was denied. Ensure that the access policy allows access to the Lambda"
                    + " function."),
    RESOURCE_NOT_FOUND(
            "Lambda.ResourceNotFound",
            "The specified Lambda function does not exist. Use a different function that does"
                    + " exist."),
    INVOKE_LIMIT_EXCEEDED(
            "Lambda.InvokeLimitExceeded",
            "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution"
                    + " limit."),
    FUNCTION_ERROR(
            "Lambda.FunctionError",
            "The Lambda function was successfully invoked but it returned an error result."),
    JSON_PROCESSING(
            "Lambda.JsonProcessingException",
            "There was an error parsing returned records from the Lambda function. Ensure that the"
                    + " returned records follow the status model that is required by Amazon Data"
                    + " Firehose."),
    MISSING_RECORD_ID(
            "Lambda.MissingRecordId",
            "One or more record Ids were not returned. Ensure that the Lambda function returns all"
                    + " received record Ids."),
    DUPLICATED_RECORD_ID(
            "Lambda.DuplicatedRecordId",
            "Multiple records were returned with the same record Id. Ensure that the Lambda"
                    + " function returns a unique record Id for each record."),
    PROCESSING_FAILED("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record"),
    NO_DATA(
            LambdaError.INVALID_RETURN_FORMAT,
            "The data field cannot be null when the SourceType is DirectPut or"
                    + " KinesisStreamAsSource and processing result is Ok. The value field cannot"
                    + " be null when the SourceType is MSKAsSource and processing result is Ok."),
    UNKNOWN_RESULT(
            LambdaError.INVALID_RETURN_FORMAT,
            "The result field must be Ok, Dropped or ProcessingFailed, spelled like that."),
    NOT_BASE64(
            LambdaError.INVALID_RETURN_FORMAT,
            "The data field must be a string in base64 when the result is Ok."),
    REQUEST_TOO_LARGE(
            "Lambda.RequestTooLarge",
            "The record does not fit into a request to a Lambda function, which has 6291456 bytes"
                    + " of JSON at most."),
    REQUEST_TIMEOUT("Lambda.RequestTimeout", "The Lambda function did not answer within its time."),
    CONNECTION_FAILED(
            "Lambda.ConnectionFailed",
            "The Lambda endpoint could not be reached, or the connection broke off."),
    SERVICE_EXCEPTION(
            "Lambda.ServiceException", "The Lambda endpoint answered with an error of its own.");

    private static final String INVALID_RETURN_FORMAT = "Lambda.InvalidReturnFormat";
    private static final int KNOWN_MAX = 300;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final String code;
    private final String message;

    LambdaError(String code, String message) {
        this.code = code;
        this.message = message;
    }

    public String code() {
        return code;
    }

    public String message() {
        return message;
    }

    public Functions.NotInvokedException exception() {
        return new Functions.NotInvokedException(code, message);
    }

    /// Of a function that failed, with what is known of how: a line that is not too long, since the
    /// function may answer anything.
    ///
    /// @param how may be empty
    public static Functions.NotInvokedException functionFailed(String how) {
        String line = CONTROL.matcher(how).replaceAll(" ").strip();
        String known = line.length() <= KNOWN_MAX ? line : line.substring(0, KNOWN_MAX) + " …";
        return known.isEmpty() ? FUNCTION_ERROR.exception() : FUNCTION_ERROR.because(known);
    }

    /// The same with the reason, which AWS leaves out.
    public Functions.NotInvokedException because(String reason) {
        return new Functions.NotInvokedException(code, message + " (" + reason + ")");
    }
}
