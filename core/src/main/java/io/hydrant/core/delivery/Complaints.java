package io.hydrant.core.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Logs the errors that nobody foresaw; one that repeats itself, once. Never fails, as there may be
/// no memory for a word. Safe for use from many threads.
final class Complaints {
    private final Logger log;
    private volatile String last = "";

    Complaints(Class<?> about) {
        this.log = System.getLogger(about.getName());
    }

    void tell(String what, Throwable bug) {
        try {
            String text = what + ": " + bug;
            if (!text.equals(last)) {
                last = text;
                log.log(Level.WARNING, text, bug);
            }
        } catch (RuntimeException | Error e) {
            last = "";
        }
    }

    /// All is well: the same would be news again.
    void areOver() {
        last = "";
    }
}
