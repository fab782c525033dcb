package io.hydrant.core.delivery.body;

import java.io.IOException;

/// The file for an encoded object could not be written: most likely the disk is full.
final class SpillFailedException extends IOException {
    SpillFailedException(IOException cause) {
        super(cause);
    }
}
