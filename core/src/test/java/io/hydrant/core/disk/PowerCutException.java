package io.hydrant.core.disk;

import java.io.IOException;

/// What every call to a [MemoryDisk] without power ends in.
public final class PowerCutException extends IOException {
    PowerCutException() {
        super("The power is off");
    }
}
