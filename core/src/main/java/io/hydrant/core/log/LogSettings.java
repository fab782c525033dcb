package io.hydrant.core.log;

import io.hydrant.core.disk.DiskRoom;

/// The use that logs make of the disk.
///
/// `segmentBytes`: after how many bytes a segment is full. `reservedBytes`: how much of the disk
/// records may not take, so that delivery can still note its progress and free the rest.
/// `restBytes`: how much a log keeps of which everything is delivered.
public record LogSettings(long segmentBytes, long reservedBytes, long restBytes) {
    public static final LogSettings DEFAULT =
            new LogSettings(
                    DurableLog.SEGMENT_BYTES, DiskRoom.RESERVED_BYTES, DurableLog.REST_BYTES);

    public LogSettings {
        if (segmentBytes < 1024 || reservedBytes < 0 || restBytes < Segment.HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "Segments of %d bytes, %d reserved, %d at rest"
                            .formatted(segmentBytes, reservedBytes, restBytes));
        }
    }

    public LogSettings(long segmentBytes, long reservedBytes) {
        this(segmentBytes, reservedBytes, DurableLog.REST_BYTES);
    }
}
