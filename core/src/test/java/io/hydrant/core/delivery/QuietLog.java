package io.hydrant.core.delivery;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps the server's log still while troubles are the rule.
final class QuietLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.hydrant.core");

    QuietLog(boolean isWanted) {
        logger.setLevel(isWanted ? Level.OFF : null);
    }

    @Override
    public void close() {
        logger.setLevel(null);
    }
}
