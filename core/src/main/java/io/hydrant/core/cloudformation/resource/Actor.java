package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.time.Instant;
import java.util.Objects;

/// Who has a stack operation done, and under which circumstances it was asked for: its resources
/// are made with this caller's permissions.
public record Actor(Principal principal, Circumstances circumstances) {
    /// Documents of earlier versions tell no circumstances.
    private static final Circumstances UNKNOWN = Circumstances.ofService(Instant.EPOCH, "");

    public Actor {
        circumstances = Objects.requireNonNullElse(circumstances, UNKNOWN);
    }
}
