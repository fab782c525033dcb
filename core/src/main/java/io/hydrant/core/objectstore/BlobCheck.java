package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Holds all bytes of a blob against what they were when they were stored. For one thread.
final class BlobCheck {
    private final ChecksumAlgorithm algorithm;
    private final byte[] expected;
    private final ChecksumAlgorithm.Running running;

    private BlobCheck(ChecksumAlgorithm algorithm, byte[] expected) {
        this.algorithm = algorithm;
        this.expected = expected;
        this.running = algorithm.start();
    }

    /// By the blob's own checksum, which is the cheapest; else by the object's, if it is one of all
    /// its bytes. An older blob of several in an object has neither.
    static Optional<BlobCheck> of(
            DiskFile file, ObjectVersion.Segment blob, Optional<ObjectChecksum> other)
            throws IOException {
        Optional<Integer> own =
                BlobEnd.isExpected(blob.blob())
                        ? BlobEnd.sumOf(file, blob.size())
                        : Optional.empty();
        if (own.isPresent()) {
            byte[] sum = ByteBuffer.allocate(Integer.BYTES).putInt(own.get()).array();
            return Optional.of(new BlobCheck(ChecksumAlgorithm.CRC32C, sum));
        }
        return other.filter(sum -> sum.type() == ObjectChecksum.Type.FULL_OBJECT)
                .map(sum ->
                        new BlobCheck(sum.algorithm(), Base64.getDecoder().decode(sum.value())));
    }

    void update(byte[] bytes, int offset, int length) {
        running.update(bytes, offset, length);
    }

    /// What is wrong with the bytes, if anything is.
    Optional<String> finding() {
        byte[] found = running.value();
        return Arrays.equals(found, expected)
                ? Optional.empty()
                : Optional.of(
                        "the %s of its bytes is %s and was %s when they were stored"
                                .formatted(
                                        algorithm,
                                        HexFormat.of().formatHex(found),
                                        HexFormat.of().formatHex(expected)));
    }
}
