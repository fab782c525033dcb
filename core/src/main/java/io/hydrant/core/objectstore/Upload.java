package io.hydrant.core.objectstore;

import java.time.Instant;
import java.util.Optional;

/// A multipart upload that is under way. Its id belongs to its key. `checksum` is what its parts
/// must carry, and how the whole is shown; empty when the client asked for none.
public record Upload(
        String id, String key, Instant initiated, ObjectDetails details, Optional<Sums> checksum) {
    /// The algorithm and kind of checksum that was asked for at the beginning.
    public record Sums(ChecksumAlgorithm algorithm, ObjectChecksum.Type type) {}

    /// A checksum that a client sent with a part. `value` is base64.
    public record Sum(ChecksumAlgorithm algorithm, String value) {}

    /// One part as it is kept. `checksum` is base64 of [#algorithm]'s value; `announced` is what
    /// the client sent.
    public record Part(
            int number,
            String blob,
            long size,
            String etag,
            String checksum,
            Instant modified,
            Optional<Sum> announced) {}

    /// What the parts are digested with: CRC64NVME when nothing was asked for.
    public ChecksumAlgorithm algorithm() {
        return checksum.map(Sums::algorithm).orElse(ChecksumAlgorithm.CRC64NVME);
    }

    ObjectChecksum.Type type() {
        return checksum.map(Sums::type).orElse(ObjectChecksum.Type.FULL_OBJECT);
    }
}
