package io.hydrant.core.delivery;

/// Firehose's codes of delivery errors that have a text of their own.
enum ErrorCode {
    ACCESS_DENIED(
            "S3.AccessDenied",
            "Access was denied. Ensure that the trust policy for the provided IAM role allows"
                    + " Firehose to assume the role, and the access policy allows access to the S3"
                    + " bucket."),
    NO_SUCH_BUCKET(
            "S3.NoSuchBucket",
            "The specified bucket does not exist. Create the bucket or use a different bucket that"
                    + " does exist."),
    KMS_NOT_FOUND(
            "S3.KMS.NotFoundException",
            "The provided AWS KMS key was not found. If you are using what you believe to be a"
                    + " valid AWS KMS key with the correct role, check if there is a problem with"
                    + " the account to which the AWS KMS key is attached."),
    INTERNAL_ERROR(
            "InternalError",
            "An internal error occurred while attempting to deliver data. Delivery will be"
                    + " retried.");

    private final String code;
    private final String text;

    ErrorCode(String code, String text) {
        this.code = code;
        this.text = text;
    }

    String code() {
        return code;
    }

    /// AWS's text for a code, and then the reason, which AWS leaves out. An internal error begins
    /// with its reason, such as the disk's own words: nobody at AWS is going to look into it.
    static String message(String code, String reason) {
        if (code.equals(INTERNAL_ERROR.code)) {
            return reason + " (" + INTERNAL_ERROR.text + ")";
        }
        for (ErrorCode known : values()) {
            if (known.code.equals(code)) {
                return known.text + " (" + reason + ")";
            }
        }
        return reason;
    }
}
