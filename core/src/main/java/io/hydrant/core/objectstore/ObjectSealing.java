package io.hydrant.core.objectstore;

import java.util.Optional;

/// What is kept of an object that is about to be stored, and the secret of its seal if it has one.
public record ObjectSealing(ObjectDetails details, Optional<ObjectSecret> secret) {
    /// Without a secret: not encrypted, or under the store's own keys.
    public static ObjectSealing of(ObjectDetails details) {
        return new ObjectSealing(details, Optional.empty());
    }
}
