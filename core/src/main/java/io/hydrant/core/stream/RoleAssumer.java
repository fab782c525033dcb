package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Sts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Becomes a stream's role, as often as an object is put, so that a trust policy that changes is
/// heeded at once.
@FunctionalInterface
public interface RoleAssumer {
    /// Its account, path and name.
    Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):role(/(?:.+/)?)([^/]+)");

    /// Whose permissions count when objects of the stream are written.
    Principal assume(String roleArn, Arn stream) throws AssumeRoleDenied;

    /// Lets roles be assumed that are not this server's, or do not trust it: the IAM that has them
    /// is asked when they are used.
    static RoleAssumer orElsewhere(RoleAssumer own) {
        return (roleArn, stream) -> {
            try {
                return own.assume(roleArn, stream);
            } catch (AssumeRoleDenied denied) {
                Matcher role = ROLE.matcher(roleArn);
                if (!role.matches()) {
                    throw denied;
                }
                return Principal.RoleSession.ofElsewhere(
                        role.group(1), role.group(2), role.group(3), StreamKeys.SERVICE);
            }
        };
    }

    /// Asks the role's trust policy, as Firehose does.
    static RoleAssumer by(Sts sts) {
        return (roleArn, stream) ->
                sts.assumeForService(roleArn, StreamKeys.SERVICE, StreamKeys.ofAssuming(stream));
    }
}
