package io.hydrant.core.glue;

import java.util.List;
import java.util.Optional;

/// Some of what was asked for, in order.
///
/// @param last behind which the next page begins; empty when this is the last
public record GluePage<T>(List<T> entries, Optional<String> last) {
    public GluePage {
        entries = List.copyOf(entries);
    }
}
