package io.hydrant.core.log;

/// How far the readers of a log are done with it: nothing is given back before each of them is.
/// Safe for use from many threads.
public final class ReadersDone {
    private static final long NO_READER = Long.MAX_VALUE;

    private long delivery;
    private long backup = NO_READER;

    /// A backup reads from now on, as well as delivery.
    public synchronized void backupReads() {
        if (backup == NO_READER) {
            backup = 0;
        }
    }

    /// Delivery needs nothing before the position. Returns up to where nobody does.
    public synchronized long delivered(long position) {
        delivery = Math.max(delivery, position);
        return Math.min(position, backup);
    }

    /// The backup needs nothing before the position. Returns up to where nobody does.
    public synchronized long backedUp(long position) {
        backup = backup == NO_READER ? position : Math.max(backup, position);
        return Math.min(position, delivery);
    }
}
