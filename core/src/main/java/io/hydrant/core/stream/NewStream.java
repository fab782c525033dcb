package io.hydrant.core.stream;

import io.hydrant.core.stream.destination.Destination;
import java.util.List;
import java.util.Optional;

/// A stream that is to be created, or what one is to become. Its settings were checked, but neither
/// that its name is free nor that its role can be assumed.
public record NewStream(
        String name,
        Source source,
        Destination destination,
        List<StreamTag> tags,
        Optional<WantedEncryption> encryption) {
    public NewStream {
        tags = List.copyOf(tags);
    }

    /// The same, to be encrypted if that is wanted.
    public NewStream encrypted(Optional<WantedEncryption> wanted) {
        return new NewStream(name, source, destination, tags, wanted);
    }
}
