package io.hydrant.core.log;

/// Neighbouring records of a log, at least one: those from `start` up to `end`.
public record LogSpan(LogPoint start, LogPoint end) {
    public LogSpan {
        if (end.position() <= start.position()) {
            throw new IllegalArgumentException("No records from " + start + " to " + end);
        }
    }

    public long recordCount() {
        return end.position() - start.position();
    }

    public long payloadBytes() {
        return end.payloadBytes() - start.payloadBytes();
    }
}
