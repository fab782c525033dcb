package io.hydrant.core.stream;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.crypto.KeyRefusedException;
import io.hydrant.core.log.ClientTokenReusedException;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes records in. What it has returned ids for is on stable storage. Safe for use from many
/// threads.
public final class Ingest {
    /// How many bytes may wait to be forced, in all streams together; they are on the heap.
    public static final int WAITING_BYTES_MAX = 32 * 1024 * 1024;

    /// How long a request waits for others of its stream to be done with, and then for all others;
    /// clients wait a minute before they give up.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /// One stream may have half of the room, so that others go on while its file is slow. Streams
    /// share these halves by chance; so many are enough to make that rare.
    private static final int SHARES = 64;

    private static final Logger LOG = System.getLogger(Ingest.class.getName());

    private final StreamLogs logs;
    private final Supplier<Optional<String>> obstacle;
    private final AtomicBoolean isHeldUp = new AtomicBoolean();
    private final Shards shards = new Shards();
    private final Meters meters;
    private final Duration patience;
    private final int shareBytes;

    /// Bytes that may still be taken in; fair, so that a large request gets its turn.
    private final Semaphore room;

    /// Bytes that the streams of one share may still have waiting. Fair.
    private final Semaphore[] shares = new Semaphore[SHARES];

    public Ingest(StreamLogs logs) {
        this(logs, Meters.unread());
    }

    public Ingest(StreamLogs logs, Meters meters) {
        this(logs, meters, Optional::empty);
    }

    /// @param obstacle why nothing may be taken in at present, of any stream
    public Ingest(StreamLogs logs, Meters meters, Supplier<Optional<String>> obstacle) {
        this(logs, meters, WAITING_BYTES_MAX, PATIENCE, obstacle);
    }

    /// With limits of its own.
    public Ingest(StreamLogs logs, int waitingBytesMax, Duration patience) {
        this(logs, Meters.unread(), waitingBytesMax, patience, Optional::empty);
    }

    private Ingest(
            StreamLogs logs,
            Meters meters,
            int waitingBytesMax,
            Duration patience,
            Supplier<Optional<String>> obstacle) {
        this.obstacle = obstacle;
        this.logs = logs;
        this.meters = meters;
        this.patience = patience;
        this.shareBytes = waitingBytesMax / 2;
        this.room = new Semaphore(waitingBytesMax, true);
        Arrays.setAll(shares, i -> new Semaphore(shareBytes, true));
    }

    /// Stores all records, or none, in their order, and returns their ids. When a request that
    /// names itself was taken before, nothing is stored, and its records' ids are returned.
    ///
    /// @throws ServiceException ServiceUnavailableException when there is more to do than can be
    ///   done, when the disk is full or fails, or when the stream's log is damaged: none of the
    ///   records is acknowledged, and the caller should try again later; InvalidArgumentException
    ///   when another request has the client token; InvalidKMSResourceException when the stream's
    ///   key cannot be used
    public IssuedIds put(DeliveryStream stream, RecordBatch records) {
        refuseWhileHeldUp(stream);
        int bytes = Math.min(records.heapBytes(), shareBytes);
        Semaphore share = shares[Math.floorMod(stream.logId().hashCode(), SHARES)];
        waitFor(share, bytes, stream);
        try {
            waitFor(room, bytes, stream);
            try {
                return append(stream, records);
            } finally {
                room.release(bytes);
            }
        } finally {
            share.release(bytes);
        }
    }

    private void refuseWhileHeldUp(DeliveryStream stream) {
        Optional<String> why = obstacle.get();
        if (isHeldUp.getAndSet(why.isPresent()) != why.isPresent()) {
            LOG.log(
                    Level.WARNING,
                    why.map(reason -> "No stream takes records: " + reason)
                            .orElse("All streams take records again"));
        }
        if (why.isPresent()) {
            meters.of(stream.logId(), stream.name()).count(Figure.STORAGE_REFUSALS);
            throw FirehoseError.SERVICE_UNAVAILABLE.because(why.get());
        }
    }

    /// Tells the server's log when a stream begins to refuse, and when it takes records again.
    private IssuedIds append(DeliveryStream stream, RecordBatch records) {
        String logId = ShardLog.idOf(stream.logId(), shards.of(stream.shards(), records.name()));
        boolean refused = logs.refusal(logId).isPresent();
        try {
            RecordBatch kept = stream.isSecret() ? sealed(logId, records) : records;
            long first = logs.append(logId, kept);
            if (refused) {
                LOG.log(Level.INFO, stream.name() + " takes records again");
            }
            return RecordIds.of(logId, first, records.recordCount()).encrypted(kept.isSealed());
        } catch (ClientTokenReusedException e) {
            throw FirehoseError.INVALID_ARGUMENT.because(e.getMessage() + ".");
        } catch (KeyRefusedException e) {
            throw FirehoseError.ofKey(KeyTrouble.of(e));
        } catch (IOException e) {
            if (!refused) {
                tellRefusal(stream, e);
            }
            meters.of(stream.logId(), stream.name()).count(Figure.STORAGE_REFUSALS);
            throw slowDown();
        }
    }

    /// Whatever goes wrong, none of the records is acknowledged.
    private RecordBatch sealed(String logId, RecordBatch records) throws IOException {
        try {
            return logs.sealed(logId, records);
        } catch (RuntimeException | Error e) {
            throw new IOException("Encrypting failed: " + e, e);
        }
    }

    /// With the trace when it is a bug in this program, or the machine lacks memory or threads.
    private static void tellRefusal(DeliveryStream stream, IOException why) {
        String text = "%s refuses records: %s".formatted(stream.name(), why.getMessage());
        if (isForeseen(why)) {
            LOG.log(Level.WARNING, text);
        } else {
            LOG.log(Level.WARNING, text, why);
        }
    }

    private static boolean isForeseen(IOException why) {
        @Nullable Throwable cause = why;
        while (cause instanceof IOException) {
            cause = cause.getCause();
        }
        return cause == null;
    }

    private void waitFor(Semaphore wanted, int bytes, DeliveryStream stream) {
        try {
            if (!wanted.tryAcquire(bytes, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                meters.of(stream.logId(), stream.name()).count(Figure.BUSY_REFUSALS);
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
