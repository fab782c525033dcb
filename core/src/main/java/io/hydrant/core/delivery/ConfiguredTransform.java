package io.hydrant.core.delivery;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Transform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the records of one stream go through, made once for each configuration. Guarded by the lock
/// of its stream's delivery.
final class ConfiguredTransform {
    private final Transforms transforms;
    private @Nullable DeliveryStream configured;
    private Optional<Transform> transform = Optional.empty();

    ConfiguredTransform(Transforms transforms) {
        this.transforms = transforms;
    }

    Optional<Transform> of(DeliveryStream stream) {
        if (!stream.equals(configured)) {
            transform = transforms.of(stream);
            configured = stream;
        }
        return transform;
    }
}
