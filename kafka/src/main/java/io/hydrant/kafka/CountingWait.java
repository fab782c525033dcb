package io.hydrant.kafka;

import java.io.IOException;
import java.time.Duration;

/// How somebody waits until the tail has counted a log so far.
@FunctionalInterface
interface CountingWait {
    /// While the tail goes on by itself.
    CountingWait BESIDE = TopicLog::awaitCounted;

    /// Whether all before a message is counted. Waits for it so long.
    boolean isCounted(TopicLog log, long before, Duration patience) throws IOException;
}
