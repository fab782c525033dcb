package io.hydrant.core.transform.chain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Decompresses records, as CloudWatch Logs sends them: each is gzip, of one member or several.
record Decompression() implements Step {
    /// What a record may have decompressed. What CloudWatch Logs sends has a few megabytes; a
    /// record of zeros becomes a thousand times as large as it came.
    static final int BYTES_MAX = 32 * 1024 * 1024;

    private static final String FAILED = "Decompression.Failed";

    @Override
    public List<Item> apply(Item item) throws RecordFailure {
        return List.of(item.with(decompressed(item.bytes())));
    }

    private static byte[] decompressed(byte[] bytes) throws RecordFailure {
        byte[] plain;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            plain = in.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw failure("The record is not gzip: " + e.getMessage());
        }
        if (plain.length > BYTES_MAX) {
            throw failure(
                    "The record has more than %d bytes when it is decompressed"
                            .formatted(BYTES_MAX));
        }
        return plain;
    }

    private static RecordFailure failure(String reason) {
        return new RecordFailure(FailureKind.DECOMPRESSION, FAILED, reason);
    }
}
