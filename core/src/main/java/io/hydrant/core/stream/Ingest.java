package io.hydrant.core.stream;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Takes records in. What it has returned ids for is on stable storage. Safe for use from many
/// threads.
public final class Ingest {
    /// How many bytes may wait to be forced, in all streams together; they are on the heap.
    public static final int WAITING_BYTES_MAX = 32 * 1024 * 1024;

    /// How long a request waits for others to be done with; clients wait a minute before they give
    /// up.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(Ingest.class.getName());

    private final Logs logs;
    private final RecordIds ids;
    private final Duration patience;
    private final int waitingBytesMax;

    /// Bytes that may still be taken in; fair, so that a large request gets its turn.
    private final Semaphore room;

    public Ingest(Logs logs, RandomGenerator random) {
        this(logs, random, WAITING_BYTES_MAX, PATIENCE);
    }

    /// With limits of its own.
    public Ingest(Logs logs, RandomGenerator random, int waitingBytesMax, Duration patience) {
        this.logs = logs;
        this.ids = new RecordIds(random);
        this.patience = patience;
        this.waitingBytesMax = waitingBytesMax;
        this.room = new Semaphore(waitingBytesMax, true);
    }

    /// Stores all records, or none, in their order, and returns their ids.
    ///
    /// @throws ServiceException ServiceUnavailableException when there is more to do than can be
    ///   done, when the disk is full or fails, or when the stream's log is damaged: none of the
    ///   records is acknowledged, and the caller should try again later
    public IssuedIds put(DeliveryStream stream, RecordBatch records) {
        int bytes = Math.min(records.heapBytes(), waitingBytesMax);
        waitForRoom(bytes);
        try {
            long first = logs.log(stream.logId()).append(records);
            return ids.of(stream.logId(), first, records.recordCount());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Refused records for " + stream.name() + ": " + e.getMessage());
            throw slowDown();
        } finally {
            room.release(bytes);
        }
    }

    private void waitForRoom(int bytes) {
        try {
            if (!room.tryAcquire(bytes, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw slowDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw slowDown();
        }
    }

    private static ServiceException slowDown() {
        return FirehoseError.SERVICE_UNAVAILABLE.because("Slow down.");
    }
}
