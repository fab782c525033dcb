package io.hydrant.core.stream;

import io.hydrant.aws.Arn;

/// Whether Firehose may assume a role for a stream: asks the role's trust policy as
/// `firehose.amazonaws.com`, with the account as external id, source account, and the stream as
/// source ARN. Delivery asks again each time; at creation the answer is only a courtesy to the
/// caller.
@FunctionalInterface
public interface RoleCheck {
    boolean canAssume(String roleArn, Arn stream);
}
