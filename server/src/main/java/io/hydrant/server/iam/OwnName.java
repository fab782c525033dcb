package io.hydrant.server.iam;

import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.Caller;

/// The name of the user who calls, for requests that leave it out.
final class OwnName {
    private OwnName() {}

    static String of(Caller caller) {
        if (caller.principal() instanceof Principal.User user) {
            return user.name();
        }
        throw IamError.VALIDATION_ERROR.because(
                "Must specify userName when calling with non-User credentials");
    }
}
