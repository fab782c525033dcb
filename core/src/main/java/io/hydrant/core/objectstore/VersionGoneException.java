package io.hydrant.core.objectstore;

import java.io.IOException;

/// A version was deleted or replaced between finding it and reading it: look the key up again.
public final class VersionGoneException extends IOException {
    VersionGoneException(ObjectVersion version) {
        super("A version of " + version.key() + " was deleted while it was looked for");
    }
}
