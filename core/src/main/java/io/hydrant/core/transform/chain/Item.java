package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Transform.SourceRecord;
import java.util.Map;

/// A record on its way through the processors, or a part of one.
///
/// @param source what it was made of
/// @param original what is kept when it fails: the source record as it came, or, when that was
///   taken apart, the part
/// @param number among the parts of its source record, from 0
/// @param bytes what was made of it so far
record Item(SourceRecord source, byte[] original, int number, byte[] bytes, PartitionKeys keys) {
    static Item of(SourceRecord source) {
        return new Item(source, source.bytes(), 0, source.bytes(), PartitionKeys.NONE);
    }

    Item with(byte[] other) {
        return new Item(source, original, number, other, keys);
    }

    /// One of several parts.
    Item part(byte[] part, int itsNumber) {
        return new Item(source, part, itsNumber, part, keys);
    }

    Item keyedByQuery(Map<String, String> found) {
        return new Item(source, original, number, bytes, keys.withQuery(found));
    }

    Item keyedByFunction(byte[] other, Map<String, String> found) {
        return new Item(source, original, number, other, keys.withFunction(found));
    }
}
