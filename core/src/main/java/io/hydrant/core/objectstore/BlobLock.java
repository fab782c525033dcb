package io.hydrant.core.objectstore;

import java.util.Optional;

/// How a blob's bytes are to be encrypted.
sealed interface BlobLock {
    /// Not at all.
    record Open() implements BlobLock {}

    /// Under a key that the master key wraps.
    record OfStore() implements BlobLock {}

    /// Under a key that is made of this one.
    record OfSecret(ObjectSecret key) implements BlobLock {}

    static BlobLock of(ObjectSealing sealing) {
        if (sealing.details().seal().isPresent() != sealing.secret().isPresent()) {
            throw new IllegalStateException("A seal and its secret come together");
        }
        if (sealing.secret().isPresent()) {
            return new OfSecret(sealing.secret().get());
        }
        return sealing.details().wantsSeal() ? new OfStore() : new Open();
    }

    default boolean isSealed() {
        return !(this instanceof Open);
    }

    /// The secret, if it is one.
    default Optional<ObjectSecret> secret() {
        return this instanceof OfSecret of ? Optional.of(of.key()) : Optional.empty();
    }
}
