package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;

/// The check whether Firehose may assume a role for a stream. At creation the answer is only a
/// courtesy to the caller: delivery asks again each time.
@FunctionalInterface
public interface RoleCheck {
    boolean canAssume(String roleArn, Arn stream);

    /// Tries.
    static RoleCheck by(RoleAssumer roles) {
        return (roleArn, stream) -> {
            try {
                roles.assume(roleArn, stream);
                return true;
            } catch (AssumeRoleDenied denied) {
                return false;
            }
        };
    }
}
