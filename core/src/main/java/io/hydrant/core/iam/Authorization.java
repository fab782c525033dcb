package io.hydrant.core.iam;

import io.hydrant.aws.ServiceError;
import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.Optional;

/// Says whether a principal may do something. [Authorizer] does it by the policies that are stored.
@FunctionalInterface
public interface Authorization {
    Decision decide(AuthorizationRequest question);

    default boolean allows(AuthorizationRequest question) {
        return decide(question).allowed();
    }

    /// Why the principal may not, in AWS's words; empty when it may.
    default Optional<String> denial(AuthorizationRequest question) {
        Decision decision = decide(question);
        return decision.allowed() ? Optional.empty() : Optional.of(decision.explain(question));
    }

    /// The same of something that policies may name by several ARNs, asked about by each: to be
    /// allowed by one is enough, and to be denied outright by one is too much.
    default Optional<String> denial(List<AuthorizationRequest> questions) {
        Optional<String> refusal = Optional.empty();
        boolean isAllowed = false;
        for (AuthorizationRequest question : questions) {
            Decision decision = decide(question);
            if (decision instanceof Decision.DeniedBy) {
                return Optional.of(decision.explain(question));
            }
            isAllowed |= decision.allowed();
            if (!decision.allowed() && refusal.isEmpty()) {
                refusal = Optional.of(decision.explain(question));
            }
        }
        return isAllowed ? Optional.empty() : refusal;
    }

    /// @throws ServiceException this error, in AWS's words, when the principal may not
    default void require(AuthorizationRequest question, ServiceError denied) {
        Optional<String> denial = denial(question);
        if (denial.isPresent()) {
            throw denied.because("%s", denial.get());
        }
    }
}
