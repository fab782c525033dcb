package io.hydrant.core.delivery;

import java.time.Instant;

/// Why an attempt to deliver failed: one of Firehose's error codes, AWS's text with the reason
/// after it, and what could not be delivered.
public record DeliveryError(String code, String message, String bucket, String key, Instant at) {
    /// The code of what is not one of Firehose's errors: the stream's log is damaged, and the
    /// stream has stopped until the next start.
    public static final String LOG_DAMAGED = "LogDamaged";

    boolean isFinal() {
        return code.equals(LOG_DAMAGED);
    }
}
