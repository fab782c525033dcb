package io.hydrant.cli.table;

import java.io.IOException;

/// A compressed file that ends too early or holds what its format does not allow.
final class DamagedInputException extends IOException {
    /// @param read how many bytes of the table came out before
    DamagedInputException(String name, String place, long read, IOException reason) {
        super(
                "%s is damaged or cut short: %s, %s, after %,d bytes of its table were read."
                        .formatted(name, told(reason), place, read),
                reason);
    }

    private static String told(IOException reason) {
        return reason.getMessage() == null ? "unreadable" : reason.getMessage();
    }
}
