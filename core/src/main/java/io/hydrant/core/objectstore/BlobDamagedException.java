package io.hydrant.core.objectstore;

import java.io.IOException;
import java.nio.file.Path;

/// The bytes of an object are not those that were stored. Trying again does not help.
public final class BlobDamagedException extends IOException {
    private final Path file;

    BlobDamagedException(Path file, String finding) {
        super(file + " is damaged: " + finding);
        this.file = file;
    }

    public Path file() {
        return file;
    }
}
