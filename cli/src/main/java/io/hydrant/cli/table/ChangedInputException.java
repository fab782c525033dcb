package io.hydrant.cli.table;

import java.io.IOException;

/// A file that became shorter while it was read.
final class ChangedInputException extends IOException {
    ChangedInputException(String name, long had, long has) {
        super(
                "%s was cut or written anew while it was read: it had %,d bytes, and ended after %,d. Files that change are for --follow."
                        .formatted(name, had, has));
    }
}
