package io.hydrant.core.objectstore;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is kept beside an object's bytes. `headers` are returned with it (`content-type`,
/// `cache-control` …, lower-case), `metadata` is the user's own without its `x-amz-meta-`.
/// `partSizes` is empty unless the object was uploaded in parts.
public record ObjectDetails(
        SortedMap<String, String> headers,
        SortedMap<String, String> metadata,
        SortedMap<String, String> tags,
        Optional<ObjectChecksum> checksum,
        List<Long> partSizes) {
    public static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

    public ObjectDetails {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        partSizes = List.copyOf(partSizes);
    }

    static ObjectDetails none() {
        return new ObjectDetails(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Optional.empty(), List.of());
    }

    public ObjectDetails with(Optional<ObjectChecksum> changed) {
        return new ObjectDetails(headers, metadata, tags, changed, partSizes);
    }

    ObjectDetails withParts(List<Long> sizes, Optional<ObjectChecksum> changed) {
        return new ObjectDetails(headers, metadata, tags, changed, sizes);
    }

    public ObjectDetails withTags(SortedMap<String, String> changed) {
        return new ObjectDetails(headers, metadata, changed, checksum, partSizes);
    }

    public ObjectDetails withHeaders(
            SortedMap<String, String> otherHeaders, SortedMap<String, String> otherMetadata) {
        return new ObjectDetails(otherHeaders, otherMetadata, tags, checksum, partSizes);
    }
}
