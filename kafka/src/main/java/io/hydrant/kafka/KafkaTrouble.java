package io.hydrant.kafka;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/// What Kafka's clients throw, as this program's parts expect it.
final class KafkaTrouble {
    private KafkaTrouble() {}

    /// Waits for an answer of a broker.
    ///
    /// @param what was wanted, for people: "Kafka cannot …"
    static <T> T answer(KafkaFuture<T> future, String what) throws IOException {
        try {
            return future.get(2L * ClientSettings.BLOCK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Kafka cannot " + what + ": no answer in time", e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    static IOException failed(String what, Throwable cause) {
        return cause instanceof InterruptException
                ? interrupted(what)
                : new IOException("Kafka cannot " + what + ": " + reason(cause), cause);
    }

    /// The reason in Kafka's words, and their kind where they have none.
    static String reason(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? kind : cause.getMessage() + " (" + kind + ")";
    }

    /// Whether it is of a kind, or was caused by one.
    static boolean isOf(IOException failure, Class<? extends KafkaException> kind) {
        return kind.isInstance(failure.getCause());
    }

    private static InterruptedIOException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while Kafka was to " + what);
    }
}
