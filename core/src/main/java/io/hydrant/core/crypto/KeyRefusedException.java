package io.hydrant.core.crypto;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key was not given for what is to be read or written: it can be tried again, when the key can
/// be used again. The message is what the key service says.
public final class KeyRefusedException extends IOException {
    private static final int CAUSES_MAX = 20;

    private final DataKeyException.Reason reason;

    public KeyRefusedException(DataKeyException refusal) {
        super(refusal.getMessage(), refusal);
        this.reason = refusal.reason();
    }

    public DataKeyException.Reason reason() {
        return reason;
    }

    /// The refusal that a failure comes from, if it does.
    public static Optional<KeyRefusedException> in(Throwable failure) {
        @Nullable Throwable at = failure;
        for (int i = 0; i < CAUSES_MAX && at != null; i++) {
            if (at instanceof KeyRefusedException refused) {
                return Optional.of(refused);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }
}
