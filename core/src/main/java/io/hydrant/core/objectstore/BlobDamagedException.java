package io.hydrant.core.objectstore;

import java.io.IOException;
import java.nio.file.Path;

/// The bytes of an object are not those that were stored. Trying again does not help.
public final class BlobDamagedException extends IOException {
    private final Path file;
    private final String finding;

    BlobDamagedException(Path file, String finding) {
        super(file + " is damaged: " + finding);
        this.file = file;
        this.finding = finding;
    }

    public Path file() {
        return file;
    }

    /// What is wrong with it.
    String finding() {
        return finding;
    }
}
