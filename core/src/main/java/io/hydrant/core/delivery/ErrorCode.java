package io.hydrant.core.delivery;

import io.hydrant.core.crypto.KeyRefusedException;
import java.io.IOException;

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
    KMS_DISABLED(
            "S3.KMS.DisabledException",
            "The KMS key that the stream is encrypted under is disabled. Its records wait."),
    KMS_INVALID_STATE(
            "S3.KMS.KMSInvalidStateException",
            "The KMS key that the stream is encrypted under is in no state to be used. Its records"
                    + " wait."),
    KMS_ACCESS_DENIED(
            "S3.KMS.AccessDeniedException",
            "The policy of the KMS key that the stream is encrypted under denies its use. Its"
                    + " records wait."),
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

    /// Of a stream whose key cannot be used. AWS has a code of its own only for one that is gone.
    static ErrorCode of(KeyRefusedException refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND -> KMS_NOT_FOUND;
            case DISABLED -> KMS_DISABLED;
            case DENIED -> KMS_ACCESS_DENIED;
            case PENDING_DELETION, UNUSABLE -> KMS_INVALID_STATE;
        };
    }

    /// Of whatever went wrong while records were read or written.
    static ErrorCode of(IOException e) {
        return KeyRefusedException.in(e).map(ErrorCode::of).orElse(INTERNAL_ERROR);
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
