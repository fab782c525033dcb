package io.hydrant.aws.form;

import io.hydrant.aws.ServiceException;

/// What can be wrong with an upload from a form, in S3's words.
enum FormError {
    MALFORMED_POST(
            400,
            "MalformedPOSTRequest",
            "The body of your POST request is not well-formed multipart/form-data."),
    FIELDS_TOO_LARGE(
            400,
            "MaxPostPreDataLengthExceededError",
            "Your POST request fields preceding the upload file were too large."),
    NO_FIELD(
            400,
            "InvalidArgument",
            "Bucket POST must contain a field named '%s'.  If it is specified, please check the"
                    + " order of the fields."),
    REPEATED_FIELD(400, "InvalidArgument", "The form has the field '%s' more than once."),
    NO_FILE(400, "InvalidArgument", "POST requires exactly one file upload per request."),
    INVALID_POLICY(400, "InvalidPolicyDocument", "Invalid Policy: %s"),
    AGAINST_POLICY(403, "AccessDenied", "Invalid according to Policy: %s"),
    TOO_SMALL(
            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"),
    TOO_LARGE(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");

    private final int status;
    private final String code;
    private final String text;

    FormError(int status, String code, String text) {
        this.status = status;
        this.code = code;
        this.text = text;
    }

    static ServiceException missing(String field) {
        return NO_FIELD.because(field).with("ArgumentName", field).with("ArgumentValue", "");
    }

    ServiceException exception() {
        return new ServiceException(status, code, text);
    }

    ServiceException because(String reason) {
        return new ServiceException(status, code, text.formatted(reason));
    }
}
