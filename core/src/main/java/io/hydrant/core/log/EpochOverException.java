package io.hydrant.core.log;

import java.io.IOException;

/// Another reader has taken over a log: what this one wants to keep does not count anymore.
public final class EpochOverException extends IOException {
    private static final long serialVersionUID = 1;

    public EpochOverException(long epoch, long current) {
        super(
                "The epoch %d of this log's reader is over: another reader has begun epoch %d"
                        .formatted(epoch, current));
    }
}
