package io.hydrant.producer;

import java.io.IOException;
import java.util.Optional;

/// Where records come from, one after the other.
public interface RecordSource {
    /// The next record; empty at the end.
    Optional<? extends Outgoing> next() throws IOException;
}
