package io.hydrant.kafka;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/// Short rests between two looks at Kafka, which tells nobody of what has changed.
final class Pauses {
    private static final long MILLIS = 20;

    private Pauses() {}

    static void rest() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for Kafka");
        }
    }
}
