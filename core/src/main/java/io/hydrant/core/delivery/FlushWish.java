package io.hydrant.core.delivery;

import java.io.IOException;

/// That everything a stream holds is to be delivered soon. Guarded by the lock of its stream's
/// delivery.
final class FlushWish {
    private boolean isWanted;

    /// Whether what is processed is to be flushed once all is processed that was to be flushed.
    private boolean isFurtherWanted;

    void ask() {
        isWanted = true;
    }

    /// What is processed is flushed after what is not.
    void passOn(Ledgers at) throws IOException {
        if (isWanted) {
            at.source().flush();
            if (at.backup().isPresent()) {
                at.backup().get().flush();
            }
            isWanted = false;
            isFurtherWanted = true;
        }
        if (isFurtherWanted
                && at.source().flushThrough() <= at.source().progress().start().position()) {
            if (at.transformed().isPresent()) {
                at.transformed().get().processed().flush();
            }
            isFurtherWanted = false;
        }
    }
}
