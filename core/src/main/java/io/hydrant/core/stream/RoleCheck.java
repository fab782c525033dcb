package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Sts;
import java.util.List;
import java.util.Map;

/// The check whether Firehose may assume a role for a stream. At creation the answer is only a
/// courtesy to the caller: delivery asks again each time.
@FunctionalInterface
public interface RoleCheck {
    boolean canAssume(String roleArn, Arn stream);

    /// Asks the role's trust policy.
    static RoleCheck by(Sts sts) {
        return (roleArn, stream) -> {
            try {
                sts.assumeForService(roleArn, "firehose.amazonaws.com", keys(stream));
                return true;
            } catch (AssumeRoleDenied denied) {
                return false;
            }
        };
    }

    /// What Firehose says of itself when it assumes a role: the account is the external id.
    static RequestKeys keys(Arn stream) {
        return RequestKeys.of(
                Map.of(
                        "sts:ExternalId", List.of(stream.account()),
                        "aws:SourceAccount", List.of(stream.account()),
                        "aws:SourceArn", List.of(stream.toString())));
    }
}
