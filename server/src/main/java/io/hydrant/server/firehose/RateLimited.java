package io.hydrant.server.firehose;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.TokenBucket;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// An operation that may be called so often a second and no more, where quotas are imposed. Safe
/// for use from many threads.
final class RateLimited implements JsonOperation {
    /// Of each operation on streams and not on records, for an account; AWS does not raise it.
    private static final int CALLS_A_SECOND = 5;

    private final JsonOperation operation;
    private final InstantSource clock;
    private final TokenBucket calls;

    RateLimited(JsonOperation operation, InstantSource clock) {
        this.operation = operation;
        this.clock = clock;
        this.calls = new TokenBucket(CALLS_A_SECOND, clock.instant());
    }

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public int bodyBytesMax() {
        return operation.bodyBytesMax();
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        requireCall();
        return operation.answer(body, caller);
    }

    private synchronized void requireCall() {
        if (!calls.tryTake(1, clock.instant())) {
            throw FirehoseError.THROTTLING.because(
                    "Please slow down. Max limit of %d RPS has breached for %s",
                    CALLS_A_SECOND, operation.name());
        }
    }

    @Override
    public void refused(Optional<String> resource, String code) {
        operation.refused(resource, code);
    }

    @Override
    public void sent(byte[] answer) {
        operation.sent(answer);
    }
}
