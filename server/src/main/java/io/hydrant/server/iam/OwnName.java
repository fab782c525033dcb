package io.hydrant.server.iam;

import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.protocol.Caller;

/// The name of the user who calls, for requests that leave it out; the root's is [AccessKeys#ROOT].
final class OwnName {
    private OwnName() {}

    static String of(Caller caller) {
        if (caller.principal() instanceof Principal.User user) {
            return user.name();
        }
        if (caller.principal() instanceof Principal.Root) {
            return AccessKeys.ROOT;
        }
        throw IamError.VALIDATION_ERROR.because(
                "Must specify userName when calling with non-User credentials");
    }

    /// The name as the user has it; the root is always there.
    ///
    /// @throws io.hydrant.aws.ServiceException NoSuchEntity
    static String known(Iam iam, String userName) {
        return userName.equals(AccessKeys.ROOT)
                ? userName
                : iam.get(Identity.Kind.USER, userName).name();
    }
}
