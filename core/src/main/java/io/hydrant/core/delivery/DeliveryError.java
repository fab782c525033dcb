package io.hydrant.core.delivery;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.ProcessingRefusedException;
import java.io.IOException;
import java.time.Instant;

/// The reason why an attempt to deliver failed: one of Firehose's error codes, AWS's text with the
/// reason after it, and what could not be delivered.
public record DeliveryError(String code, String message, String bucket, String key, Instant at) {
    /// The code of what is not one of Firehose's errors: the stream's log is damaged, and the
    /// stream has stopped until the next start.
    public static final String LOG_DAMAGED = "LogDamaged";

    private static final String MEND_FILE =
            "Copy that folder away, put back an undamaged copy of the file and restart the server; or delete the stream and create it anew. See docs/INVARIANTS.md, \"A damaged log\".";

    private static final String LEAVE_TOPIC =
            "What a topic has lost does not come back by a restart: see what the objects have (hydrant verify), then delete the stream and create it anew. See docs/operations/kafka.md, \"What trouble looks like\".";

    /// What keeps a stream from going on, before there is an object.
    static DeliveryError internal(String reason, DeliveryStream stream, Instant at) {
        String code = ErrorCode.INTERNAL_ERROR.code();
        String message = ErrorCode.message(code, reason);
        return new DeliveryError(code, message, stream.destination().place(), "", at);
    }

    /// What keeps a stream from going on, while its records were read or written.
    ///
    /// @param reason that is shown
    static DeliveryError of(IOException e, String reason, DeliveryStream stream, Instant at) {
        String code = ErrorCode.of(e).code();
        String message = ErrorCode.message(code, reason);
        return new DeliveryError(code, message, stream.destination().place(), "", at);
    }

    /// Processing waits until something is different elsewhere.
    static DeliveryError refused(ProcessingRefusedException e, DeliveryStream stream, Instant at) {
        String message = String.valueOf(e.getMessage());
        return new DeliveryError(e.code(), message, stream.destination().place(), "", at);
    }

    /// Not one of AWS's texts, which promise that delivery will be retried.
    static DeliveryError damaged(LogDamagedException e, DeliveryStream stream, Instant at) {
        String message =
                "This stream has stopped: %s. Nothing of it was changed. %s"
                        .formatted(e.getMessage(), e.isOfFile() ? MEND_FILE : LEAVE_TOPIC);
        return new DeliveryError(LOG_DAMAGED, message, stream.destination().place(), "", at);
    }

    boolean isFinal() {
        return code.equals(LOG_DAMAGED);
    }
}
