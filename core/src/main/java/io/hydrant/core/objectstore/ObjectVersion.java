package io.hydrant.core.objectstore;

import java.time.Instant;
import java.util.List;

/// One version of one object, or a delete marker (no bytes, no etag). `versionId` is `null` (the
/// word) for what was stored while versioning was off. The bytes are those of `segments` in order.
public record ObjectVersion(
        long rowId,
        String key,
        long seq,
        String versionId,
        boolean marker,
        boolean latest,
        long size,
        String etag,
        Instant modified,
        ObjectDetails details,
        List<Segment> segments) {
    public static final String NULL_VERSION = "null";

    /// A run of the object's bytes: the whole of a blob.
    public record Segment(String blob, long size) {}

    public ObjectVersion {
        segments = List.copyOf(segments);
    }

    /// The segments that have bytes: not what only says something.
    List<Segment> withBytes() {
        return segments.stream().filter(segment -> segment.size() > 0).toList();
    }

    /// Whether all its bytes are encrypted: of what was stored before they were, whatever was
    /// asked, none are.
    public boolean isEncrypted() {
        List<Segment> bytes = withBytes();
        return bytes.isEmpty()
                ? details.wantsSeal() || details.seal().isPresent()
                : bytes.stream().allMatch(segment -> BlobEnd.isSealed(segment.blob()));
    }

    ObjectVersion inRow(long row) {
        return new ObjectVersion(
                row, key, seq, versionId, marker, latest, size, etag, modified, details, segments);
    }

    /// Whether the etag is an MD5 of all bytes, as of what was put in one piece.
    public boolean hasMd5() {
        return etag.indexOf('-') < 0;
    }

    /// As HTTP shows it, in quotes.
    public String quotedEtag() {
        return "\"" + etag + "\"";
    }
}
