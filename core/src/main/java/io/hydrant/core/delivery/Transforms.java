package io.hydrant.core.delivery;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Transform;
import java.util.Optional;

/// Chooses what the records of a stream go through before they are delivered, if they go through
/// more than a pure [io.hydrant.core.transform.Processor]. Safe for use from many threads.
@FunctionalInterface
public interface Transforms {
    /// No stream is transformed.
    Transforms NONE = stream -> Optional.empty();

    /// Asked once for each configuration of a stream.
    Optional<Transform> of(DeliveryStream stream);
}
