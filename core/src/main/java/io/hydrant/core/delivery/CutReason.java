package io.hydrant.core.delivery;

import java.util.Locale;

/// The reason why an object ends where it does.
public enum CutReason {
    /// Its last record reached the size hint.
    SIZE,
    /// Its first record reached the age of the interval hint.
    AGE,
    /// Someone asked for what was there.
    FLUSH;

    /// As metadata and documents spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CutReason ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
