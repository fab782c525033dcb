package io.hydrant.core.objectstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a blob says of itself, behind its bytes, so that the index can be made again from the
/// blobs. It is written before the index's row and never changed: tags that were set later, and
/// whether a bucket keeps versions, are the index's alone; and of puts of one key at once, `seq`
/// tells another order when the later overtook the earlier.
///
/// @param seq the version's number: of a key's versions the highest is the latest
/// @param versionId `null`, the word, for what replaces the version of that name
/// @param modified milliseconds
/// @param commits how many commits the index had forced when this was written. An index that has
///   fewer has gone back; and one that has all it ever had, and does not name this blob, never did
///   unless its commit was one of the last before the end.
/// @param segments the blobs that a [Kind#MANIFEST] puts together, in order
/// @param part what a [Kind#PART] is a part of
/// @param seal by which the bytes can be read, if they are encrypted
public record BlobDescription(
        Kind kind,
        String bucket,
        String key,
        long seq,
        String versionId,
        long modified,
        int commits,
        String etag,
        ObjectDetails details,
        List<ObjectVersion.Segment> segments,
        Optional<Part> part,
        Optional<BlobSeal> seal) {

    /// What a blob is to the index.
    public enum Kind {
        /// All bytes of a version.
        OBJECT,
        /// No bytes: a version whose bytes are in other blobs, such as parts.
        MANIFEST,
        /// No bytes: a delete marker.
        MARKER,
        /// A part of an upload; an object's only when a manifest names it.
        PART
    }

    /// @param checksum as [Upload.Part#checksum]
    public record Part(String upload, int number, String checksum) {}

    public BlobDescription {
        segments = List.copyOf(segments);
    }

    BlobDescription sealed(BlobSeal by) {
        return new BlobDescription(
                kind,
                bucket,
                key,
                seq,
                versionId,
                modified,
                commits,
                etag,
                details,
                segments,
                part,
                Optional.of(by));
    }

    public Instant modifiedAt() {
        return Instant.ofEpochMilli(modified);
    }
}
