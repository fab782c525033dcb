package io.hydrant.core.log;

/// A place between two records: how many records of the log lie before it, and how many bytes of
/// payload those have. The first record of a log has position 0.
public record LogPoint(long position, long payloadBytes) {
    public static final LogPoint START = new LogPoint(0, 0);

    public LogPoint {
        if (position < 0 || payloadBytes < 0) {
            throw new IllegalArgumentException(
                    "No place in a log: position " + position + ", bytes " + payloadBytes);
        }
    }

    /// The one that comes first in the log.
    public LogPoint earlier(LogPoint other) {
        return other.position < position ? other : this;
    }

    /// The one that comes last.
    public LogPoint later(LogPoint other) {
        return other.position > position ? other : this;
    }

    /// What is reached when either is: the lower position, and the fewer bytes.
    public LogPoint either(LogPoint other) {
        return new LogPoint(
                Math.min(position, other.position), Math.min(payloadBytes, other.payloadBytes));
    }

    public LogPoint plus(long records, long bytes) {
        return new LogPoint(position + records, payloadBytes + bytes);
    }
}
