package io.hydrant.core.log;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The document of a log's reader, which only the reader of the latest epoch replaces. The process
/// has the directory alone, so that an epoch need only be remembered: it is durable with its first
/// checkpoint. Safe for use from many threads.
final class ReaderCheckpoint {
    private final CheckpointFile file;

    /// Guards all: reading may have to finish a replacement.
    private final ReentrantLock lock = new ReentrantLock();

    /// Of the reader that took over last.
    private long epoch;

    ReaderCheckpoint(CheckpointFile file) {
        this.file = file;
    }

    /// Begins the epoch of another reader.
    ///
    /// @param isExpected whether there must be a file
    LogTakeover takeOver(boolean isExpected) throws IOException {
        return takeOver(() -> read(isExpected));
    }

    /// The same of a file that need not be there.
    LogTakeover takeOverIfAny() throws IOException {
        return takeOver(this::readIfAny);
    }

    private LogTakeover takeOver(DurableLog.Reading<Optional<byte[]>> reading) throws IOException {
        lock.lock();
        try {
            Optional<byte[]> last = reading.read();
            epoch = Math.max(epoch, last.isPresent() ? file.epoch() : 0) + 1;
            return new LogTakeover(epoch, last);
        } finally {
            lock.unlock();
        }
    }

    /// @param isExpected whether there must be a file
    Optional<byte[]> read(boolean isExpected) throws IOException {
        lock.lock();
        try {
            return isExpected ? file.readExpected() : file.read();
        } finally {
            lock.unlock();
        }
    }

    /// Of a file that need not be there.
    Optional<byte[]> readIfAny() throws IOException {
        lock.lock();
        try {
            return file.readIfAny();
        } finally {
            lock.unlock();
        }
    }

    /// Keeps an empty document, so that it is noticed when the file goes missing.
    void writeFirst() throws IOException {
        lock.lock();
        try {
            file.writeFirst();
        } finally {
            lock.unlock();
        }
    }

    void write(long readersEpoch, byte[] document) throws IOException {
        lock.lock();
        try {
            if (readersEpoch < epoch) {
                throw new EpochOverException(readersEpoch, epoch);
            }
            file.write(readersEpoch, document);
        } finally {
            lock.unlock();
        }
    }
}
