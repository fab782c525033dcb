package io.hydrant.core.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How often a stream's encryption may be switched on and off in a day, where AWS's quotas are
/// imposed. In memory alone: a start forgets it. Guarded by whoever changes streams.
final class EncryptionQuota {
    static final int CALLS_MAX = 25;
    private static final Duration DAY = Duration.ofHours(24);

    private final boolean isImposed;
    private final InstantSource clock;
    private final Map<String, ArrayDeque<Instant>> byLog = new HashMap<>();

    EncryptionQuota(StreamSettings.Quotas quotas, InstantSource clock) {
        this.isImposed = quotas == StreamSettings.Quotas.AWS;
        this.clock = clock;
    }

    /// @throws ServiceException LimitExceededException
    void count(DeliveryStream stream) {
        if (!isImposed) {
            return;
        }
        Instant now = clock.instant();
        byLog.values().forEach(calls -> forgetBefore(calls, now.minus(DAY)));
        byLog.values().removeIf(ArrayDeque::isEmpty);
        ArrayDeque<Instant> calls = byLog.computeIfAbsent(stream.logId(), _ -> new ArrayDeque<>());
        if (calls.size() >= CALLS_MAX) {
            throw FirehoseError.LIMIT_EXCEEDED.because(
                    "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption can be called"
                            + " %d times in 24 hours for a firehose.",
                    CALLS_MAX);
        }
        calls.add(now);
    }

    private static void forgetBefore(ArrayDeque<Instant> calls, Instant time) {
        while (!calls.isEmpty() && !calls.getFirst().isAfter(time)) {
            calls.removeFirst();
        }
    }
}
