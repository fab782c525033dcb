package io.hydrant.core.stream;

import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.crypto.KeyRefusedException;

/// Why the key of a stream cannot be used: its records wait.
public record KeyTrouble(Reason reason, String text) {
    public static KeyTrouble of(KeyRefusedException refusal) {
        return new KeyTrouble(refusal.reason(), String.valueOf(refusal.getMessage()));
    }

    /// As KMS calls it: the `code` of an InvalidKMSResourceException.
    public String code() {
        return switch (reason) {
            case NOT_FOUND -> "NotFoundException";
            case DISABLED -> "DisabledException";
            case PENDING_DELETION -> "KMSInvalidStateException";
            case DENIED -> "AccessDeniedException";
            case UNUSABLE -> "InvalidKeyUsageException";
        };
    }

    /// The type of a FailureDescription.
    public String failureType() {
        return switch (reason) {
            case NOT_FOUND -> "KMS_KEY_NOT_FOUND";
            case DISABLED -> "DISABLED_KMS_KEY";
            case DENIED -> "KMS_ACCESS_DENIED";
            case PENDING_DELETION, UNUSABLE -> "INVALID_KMS_KEY";
        };
    }
}
