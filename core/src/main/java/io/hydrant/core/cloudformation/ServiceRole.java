package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Sts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The role of a stack that its resources are made, changed and removed by, instead of by whoever
/// asks for an operation. Once a stack has one, every later operation goes by it, also of callers
/// who could not pass it on: so it is in AWS.
final class ServiceRole {
    private static final String SERVICE = "cloudformation.amazonaws.com";

    private final Sts sts;
    private final String account;

    ServiceRole(Sts sts, String account) {
        this.sts = sts;
        this.account = account;
    }

    /// Who acts on the resources of a stack when `caller` asks for an operation.
    ///
    /// @throws io.hydrant.aws.ServiceException ValidationError when the role is not there, or
    ///   trusts others
    Actor acting(Actor caller, Optional<String> roleArn, String stackId) {
        return roleArn.map(arn -> new Actor(session(arn, stackId), caller.circumstances()))
                .orElse(caller);
    }

    /// @param stackId an ARN; that of a stack to be may lack its last part
    Principal.RoleSession session(String roleArn, String stackId) {
        try {
            return sts.assumeForService(
                    roleArn,
                    SERVICE,
                    RequestKeys.of(
                            Map.of(
                                    "aws:SourceAccount", List.of(account),
                                    "aws:SourceArn", List.of(stackId))));
        } catch (AssumeRoleDenied denied) {
            throw CloudFormationError.VALIDATION.because(
                    "Role %s is invalid or cannot be assumed", roleArn);
        }
    }
}
