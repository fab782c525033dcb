package io.hydrant.core.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The condition keys of a request that is only imagined: those that are given, and what is known
/// of the caller and the resource. When, how and from where it is made nobody knows unless it is
/// given.
final class SimulatedContext implements ConditionContext {
    private static final Set<String> OF_CALLER =
            Set.of(
                    "aws:principalarn",
                    "aws:principalaccount",
                    "aws:principalisawsservice",
                    "aws:principaltype",
                    "aws:username");
    private static final String USER_ID = "aws:userid";
    private static final String RESOURCE_ACCOUNT = "aws:resourceaccount";
    private static final String PRINCIPAL_TAG = "aws:principaltag/";

    private final RequestContext request;
    private final SimulatedCaller caller;
    private final Map<String, List<String>> given;

    /// @param given by their names in lower case
    SimulatedContext(
            AuthorizationRequest request, SimulatedCaller caller, Map<String, List<String>> given) {
        this.request = new RequestContext(request, caller.tags(), Optional.empty());
        this.caller = caller;
        this.given = given;
    }

    @Override
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        if (given.containsKey(name)) {
            return given.get(name);
        }
        return isKnown(name) ? request.values(name) : List.of();
    }

    /// Whether it is given, or known to be there or not.
    boolean has(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return given.containsKey(name) || isKnown(name);
    }

    private boolean isKnown(String name) {
        if (name.equals(RESOURCE_ACCOUNT)) {
            return true;
        }
        return caller.isKnown()
                && (OF_CALLER.contains(name)
                        || name.startsWith(PRINCIPAL_TAG)
                        || name.equals(USER_ID) && caller.hasId());
    }
}
