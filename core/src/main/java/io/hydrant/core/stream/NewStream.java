package io.hydrant.core.stream;

import java.util.List;

/// A stream that is to be created, or what one is to become. Its settings were checked, but neither
/// that its name is free nor that its role can be assumed.
public record NewStream(String name, ExtendedS3Destination destination, List<Tag> tags) {
    public NewStream {
        tags = List.copyOf(tags);
    }
}
