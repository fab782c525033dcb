package io.hydrant.core.transform.chain;

import java.util.Map;

/// The partition keys of a record, by their names.
///
/// @param fromQuery what MetadataExtraction found in the record
/// @param fromFunction what the Lambda function said about it
public record PartitionKeys(Map<String, String> fromQuery, Map<String, String> fromFunction) {
    static final PartitionKeys NONE = new PartitionKeys(Map.of(), Map.of());

    PartitionKeys withQuery(Map<String, String> found) {
        return new PartitionKeys(found, fromFunction);
    }

    PartitionKeys withFunction(Map<String, String> found) {
        return new PartitionKeys(fromQuery, found);
    }
}
