package io.hydrant.core.objectstore;

import java.io.IOException;

/// An object's bytes are encrypted under a key that is not the store's, and whoever reads them did
/// not bring it.
public final class SecretMissingException extends IOException {
    SecretMissingException() {
        super(
                "The object was stored using a form of Server Side Encryption whose key is not here.");
    }
}
