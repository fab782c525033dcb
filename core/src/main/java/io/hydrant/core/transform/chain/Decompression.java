package io.hydrant.core.transform.chain;

import java.util.List;
import java.util.zip.DataFormatException;

/// Decompresses records, as CloudWatch Logs sends them: each is gzip, of one member or several.
record Decompression(Gunzip gunzip, ChainMeter meter) implements ChainStep {
    /// What a record may have decompressed. What CloudWatch Logs sends has a few megabytes; a
    /// record of zeros becomes a thousand times as large as it came, and several streams may get
    /// such ones at a time.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final String FAILED = "Decompression.Failed";

    Decompression(ChainMeter meter) {
        this(new Gunzip(BYTES_MAX), meter);
    }

    @Override
    public List<Item> apply(Item item) throws RecordFailure {
        try {
            byte[] bytes = gunzip.decompressed(item.bytes());
            meter.decompressed(bytes.length);
            return List.of(item.with(bytes));
        } catch (DataFormatException e) {
            throw new RecordFailure(
                    FailureKind.DECOMPRESSION,
                    FAILED,
                    "The record cannot be decompressed: " + e.getMessage());
        }
    }
}
