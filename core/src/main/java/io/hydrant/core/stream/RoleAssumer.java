package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Sts;

/// Becomes a stream's role, as often as an object is put, so that a trust policy that changes is
/// heeded at once.
@FunctionalInterface
public interface RoleAssumer {
    /// Whose permissions count when objects of the stream are written.
    Principal assume(String roleArn, Arn stream) throws AssumeRoleDenied;

    /// Asks the role's trust policy, as Firehose does.
    static RoleAssumer by(Sts sts) {
        return (roleArn, stream) ->
                sts.assumeForService(roleArn, StreamKeys.SERVICE, StreamKeys.ofAssuming(stream));
    }
}
