package io.hydrant.core.stream;

import io.hydrant.core.stream.destination.Destination;
import java.util.List;

/// A stream that is to be created, or what one is to become. Its settings were checked, but neither
/// that its name is free nor that its role can be assumed.
public record NewStream(String name, Source source, Destination destination, List<StreamTag> tags) {
    public NewStream {
        tags = List.copyOf(tags);
    }
}
