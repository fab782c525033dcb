package io.hydrant.server;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaError;
import java.time.InstantSource;
import java.util.Optional;

/// Functions for roles that may invoke them, wherever they are: asked each time, so that a policy
/// that changes is heeded at once. Safe for use from many threads.
final class PermittedFunctions implements Functions {
    private static final String ACTION = "lambda:InvokeFunction";

    private final Functions functions;
    private final RoleAssumer roles;
    private final Authorizer authorizer;
    private final String region;
    private final InstantSource clock;

    PermittedFunctions(
            Functions functions,
            RoleAssumer roles,
            Authorizer authorizer,
            String region,
            InstantSource clock) {
        this.functions = functions;
        this.roles = roles;
        this.authorizer = authorizer;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public byte[] invoke(Call call) throws NotInvokedException, InterruptedException {
        Principal invoker = assume(call);
        Optional<String> denial = authorizer.denial(question(invoker, call.functionArn()));
        if (denial.isPresent()) {
            throw LambdaError.INVOKE_ACCESS_DENIED.because(denial.get());
        }
        return functions.invoke(call);
    }

    private Principal assume(Call call) throws NotInvokedException {
        try {
            return roles.assume(call.roleArn(), Arn.parse(call.streamArn()));
        } catch (AssumeRoleDenied e) {
            throw LambdaError.ASSUME_ROLE_ACCESS_DENIED.because(String.valueOf(e.getMessage()));
        }
    }

    /// A function of another account is elsewhere, and what its own policy says is asked there:
    /// here the role's word is enough.
    private AuthorizationRequest question(Principal invoker, String functionArn) {
        return new AuthorizationRequest(
                invoker,
                ACTION,
                functionArn,
                Circumstances.ofService(clock.instant(), region),
                RequestKeys.NONE,
                ResourcePolicy.NONE,
                invoker.account());
    }
}
