package io.hydrant.core.transform;

import io.hydrant.core.format.RecordWriter;
import java.util.Map;
import java.util.OptionalLong;

/// A processor that makes exactly one record of each, of nothing but its bytes, and cannot fail. It
/// works while an object is read, as compression does: the same records become the same bytes
/// whenever they are read. Values of one processor with equal parameters are equal.
public interface Processor {
    /// The name of its kind in the API.
    String type();

    /// What it was configured with, as the API shows it.
    Map<String, String> parameters();

    /// A writer that hands on what it makes of each record.
    RecordWriter before(RecordWriter next);

    /// How many bytes records of so many bytes become, when that is known before.
    OptionalLong length(long records, long payloadBytes);
}
