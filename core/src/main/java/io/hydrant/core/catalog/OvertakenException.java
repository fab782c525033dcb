package io.hydrant.core.catalog;

import java.io.IOException;

/// Another node changed the same domain first, so that a change may have been checked against what
/// is no longer there. Nothing was changed.
public final class OvertakenException extends IOException {
    private static final long serialVersionUID = 1;

    public OvertakenException(String domain) {
        super("Other nodes change %s of the catalog all the time. Try again.".formatted(domain));
    }
}
