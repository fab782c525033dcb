package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A policy that takes part in a simulation, under the name that the answer has for it. `text` is
/// the policy as it was given or stored, in which statements have their places.
record SimulatedPolicy(String id, String type, String text, PolicyDocument document) {
    static final String OF_IDENTITY = "IAM Policy";
    static final String OF_BOUNDARY = "Permissions Boundary Policy";
    static final String OF_RESOURCE = "Resource Policy";

    /// Of a policy that is given as a text.
    ///
    /// @param rules refuse what is no policy of its kind
    /// @throws ServiceException InvalidInput
    static SimulatedPolicy given(String id, String type, String text, Consumer<String> rules) {
        try {
            rules.accept(text);
        } catch (ServiceException e) {
            throw IamError.INVALID_INPUT.because("%s: %s", id, e.text());
        }
        return new SimulatedPolicy(id, type, text, PolicyDocument.parse(text));
    }

    /// The policies of a role, user or group, as they are stored at this moment; of a user those of
    /// its groups too.
    static List<SimulatedPolicy> of(Identity identity, Iam iam) {
        List<SimulatedPolicy> policies = new ArrayList<>(own(identity, iam));
        for (String group : identity.groups()) {
            iam.find(Identity.Kind.GROUP, group)
                    .ifPresent(found -> policies.addAll(own(found, iam)));
        }
        return policies;
    }

    private static List<SimulatedPolicy> own(Identity identity, Iam iam) {
        List<SimulatedPolicy> policies = new ArrayList<>();
        String prefix = identity.kind().word() + "_" + identity.name() + "_";
        identity.inlinePolicies()
                .forEach((name, text) ->
                        policies.add(stored(prefix + name, OF_IDENTITY, text, iam)));
        identity.attachedPolicyArns().forEach(arn -> policies.add(managed(arn, OF_IDENTITY, iam)));
        return policies;
    }

    static SimulatedPolicy managed(String arn, String type, Iam iam) {
        return stored(arn.substring(arn.lastIndexOf('/') + 1), type, iam.managedDocument(arn), iam);
    }

    private static SimulatedPolicy stored(String id, String type, String text, Iam iam) {
        return new SimulatedPolicy(id, type, text, iam.parsed(text));
    }

    /// The same with principals as identities, which is how they are evaluated.
    SimulatedPolicy withPrincipals(Iam iam) {
        return new SimulatedPolicy(
                id, type, text, PolicyDocument.parse(iam.imaginedResourcePolicy(text)));
    }

    /// Those of its statements that bear on a request.
    List<MatchedStatement> bearing(
            boolean allow, AuthorizationRequest request, ConditionContext context) {
        List<Statement> bearing = PolicyEvaluation.bearing(document, allow, request, context);
        if (bearing.isEmpty()) {
            return List.of();
        }
        List<StatementPlace> places = StatementPlace.in(text);
        return IntStream.range(0, document.statements().size())
                .filter(index -> isAmong(document.statements().get(index), bearing))
                .mapToObj(index -> new MatchedStatement(id, type, places.get(index)))
                .toList();
    }

    /// A statement that a policy has twice is two.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isAmong(Statement statement, List<Statement> bearing) {
        return bearing.stream().anyMatch(one -> one == statement);
    }
}
