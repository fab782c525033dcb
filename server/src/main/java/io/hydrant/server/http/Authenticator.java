package io.hydrant.server.http;

import io.hydrant.core.iam.AccessKey;
import io.hydrant.core.iam.Principal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Finds out who makes a request. Safe for use from many threads.
public final class Authenticator {
    private final Function<String, Optional<AccessKey>> keys;
    private final InstantSource clock;
    private final Optional<Principal> everyone;

    private Authenticator(
            Function<String, Optional<AccessKey>> keys,
            InstantSource clock,
            Optional<Principal> everyone) {
        this.keys = keys;
        this.clock = clock;
        this.everyone = everyone;
    }

    /// Verifies every signature with the keys that `keys` finds by their id.
    public static Authenticator verifying(
            Function<String, Optional<AccessKey>> keys, InstantSource clock) {
        return new Authenticator(keys, clock, Optional.empty());
    }

    /// Takes every caller for `everyone`, signed or not: `--auth none`.
    public static Authenticator trusting(Principal everyone, InstantSource clock) {
        return new Authenticator(id -> Optional.empty(), clock, Optional.of(everyone));
    }

    @Override
    public String toString() {
        return everyone.map(who -> "everyone is " + who).orElse("verifying " + keys + clock);
    }
}
