package io.hydrant.core.objectstore;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is kept beside an object's bytes. `headers` are returned with it (`content-type`,
/// `cache-control` …, lower-case), `metadata` is the user's own without its `x-amz-meta-`.
/// `partSizes` is empty unless the object was uploaded in parts; `partChecksums` are theirs, base64
/// of the algorithm of `checksum`, for what was stored since they are kept. `seal` is there when
/// the bytes are encrypted under a key that the store does not have.
public record ObjectDetails(
        SortedMap<String, String> headers,
        SortedMap<String, String> metadata,
        SortedMap<String, String> tags,
        Optional<ObjectChecksum> checksum,
        List<Long> partSizes,
        Optional<List<String>> partChecksums,
        Optional<ObjectSeal> seal) {
    public static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

    /// What is asked of the object's encryption, among `headers`.
    public static final String ENCRYPTION = "x-amz-server-side-encryption";

    private static final String SEALED = "AES256";

    public ObjectDetails {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        partSizes = List.copyOf(partSizes);
        partChecksums = partChecksums.map(List::copyOf);
    }

    /// Of what was not uploaded in parts.
    public ObjectDetails(
            SortedMap<String, String> headers,
            SortedMap<String, String> metadata,
            SortedMap<String, String> tags,
            Optional<ObjectChecksum> checksum) {
        this(headers, metadata, tags, checksum, List.of(), Optional.empty(), Optional.empty());
    }

    static ObjectDetails none() {
        return new ObjectDetails(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Optional.empty());
    }

    /// Whether its bytes are to be encrypted under a key of the store's own.
    public boolean wantsSeal() {
        return SEALED.equals(headers.get(ENCRYPTION));
    }

    /// The same of an object that is to be encrypted.
    public ObjectDetails sealed() {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(ENCRYPTION, SEALED);
        return new ObjectDetails(more, metadata, tags, checksum, partSizes, partChecksums, seal);
    }

    /// The same of an object that is to be encrypted under a key that the store does not have.
    public ObjectDetails sealed(ObjectSeal by) {
        SortedMap<String, String> less = new TreeMap<>(headers);
        less.remove(ENCRYPTION);
        return new ObjectDetails(
                less, metadata, tags, checksum, partSizes, partChecksums, Optional.of(by));
    }

    public ObjectDetails with(Optional<ObjectChecksum> changed) {
        return new ObjectDetails(headers, metadata, tags, changed, partSizes, partChecksums, seal);
    }

    ObjectDetails withParts(List<Upload.Part> parts, ObjectChecksum whole) {
        return new ObjectDetails(
                headers,
                metadata,
                tags,
                Optional.of(whole),
                parts.stream().map(Upload.Part::size).toList(),
                Optional.of(parts.stream().map(Upload.Part::checksum).toList()),
                seal);
    }

    public ObjectDetails withTags(SortedMap<String, String> changed) {
        return new ObjectDetails(
                headers, metadata, changed, checksum, partSizes, partChecksums, seal);
    }

    /// The checksum of the part of this number, counted from 1; empty when it is not known.
    public Optional<ObjectChecksum> partChecksum(int number) {
        return partChecksums.flatMap(all ->
                checksum.map(whole ->
                        new ObjectChecksum(whole.algorithm(), whole.type(), all.get(number - 1))));
    }
}
