package io.hydrant.core.log;

/// How logs use the disk.
///
/// `segmentBytes`: after how many bytes a segment is full. `reservedBytes`: how much of the disk
/// records may not take, so that delivery can still note its progress and free the rest.
public record LogSettings(long segmentBytes, long reservedBytes) {
    public static final LogSettings DEFAULT =
            new LogSettings(DurableLog.SEGMENT_BYTES, 32L * 1024 * 1024);

    public LogSettings {
        if (segmentBytes < 1024 || reservedBytes < 0) {
            throw new IllegalArgumentException(
                    "Segments of %d bytes, %d reserved".formatted(segmentBytes, reservedBytes));
        }
    }
}
