package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the policies would say to requests that nobody makes. They are evaluated as those of real
/// requests are, by [PolicyEvaluation]; only where the condition keys come from is another
/// ([SimulatedContext]).
public final class Simulation {
    /// What is given for it: policies beside those of a role or user, and a `boundary` instead of
    /// its own. `context` has condition keys.
    public record Draft(
            List<String> policies,
            List<String> boundary,
            Optional<String> resourcePolicy,
            Optional<String> resourceOwner,
            Optional<String> callerArn,
            Map<String, List<String>> context) {
        public Draft {
            policies = List.copyOf(policies);
            boundary = List.copyOf(boundary);
            context = Map.copyOf(context);
        }
    }

    /// What comes of one action on one resource.
    ///
    /// - `matched`: the statements that decide; none when nothing allows it.
    /// - `missing`: the condition keys that statements about it ask for, and nobody gave.
    /// - `allowedByBoundary`: there when there is a permissions boundary.
    /// - `details`: what each kind of policy says, when caller and resource are of two accounts.
    public record Outcome(
            Verdict verdict,
            List<MatchedStatement> matched,
            List<String> missing,
            Optional<Boolean> allowedByBoundary,
            Map<String, Verdict> details) {
        public Outcome {
            matched = List.copyOf(matched);
            missing = List.copyOf(missing);
        }
    }

    /// As the API spells it.
    public enum Verdict {
        ALLOWED("allowed"),
        EXPLICIT_DENY("explicitDeny"),
        IMPLICIT_DENY("implicitDeny");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        private static Verdict of(Decision decision) {
            return switch (decision) {
                case Decision.Allowed allowed -> ALLOWED;
                case Decision.DeniedBy denied -> EXPLICIT_DENY;
                case Decision.DeniedByDefault denied -> IMPLICIT_DENY;
            };
        }
    }

    private final SimulatedCaller caller;
    private final List<SimulatedPolicy> identity;
    private final Optional<SimulatedPolicy> boundary;
    private final Optional<SimulatedPolicy> resource;
    private final String resourceOwner;
    private final Map<String, List<String>> given = new TreeMap<>();

    /// @param source whose policies take part
    /// @throws ServiceException InvalidInput when a policy that is given is none, or it is not
    ///   clear who calls
    public Simulation(Optional<Identity> source, Draft draft, Iam iam) {
        this.caller = SimulatedCaller.of(draft.callerArn(), source, iam);
        this.identity = identityPolicies(source, draft.policies(), iam);
        this.boundary = boundary(source, draft, iam);
        this.resource = resourcePolicy(source, draft, iam);
        this.resourceOwner = draft.resourceOwner().orElseGet(() -> caller.principal().account());
        draft.context().forEach((key, values) -> given.put(key.toLowerCase(Locale.ROOT), values));
    }

    /// The condition keys that the policies of a role or user, and others that are given, ask for.
    ///
    /// @throws ServiceException InvalidInput when a policy that is given is none
    public static Collection<String> keys(
            Optional<Identity> source, List<String> policies, Iam iam) {
        TreeSet<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SimulatedPolicy policy : identityPolicies(source, policies, iam)) {
            policy.document().statements().stream()
                    .flatMap(statement -> statement.keys(policy.document().variables()))
                    .forEach(keys::add);
        }
        return keys;
    }

    private static List<SimulatedPolicy> identityPolicies(
            Optional<Identity> source, List<String> texts, Iam iam) {
        List<SimulatedPolicy> policies = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            policies.add(
                    SimulatedPolicy.given(
                            "PolicyInputList." + (i + 1),
                            SimulatedPolicy.OF_IDENTITY,
                            texts.get(i),
                            PolicyValidation::identityPolicy));
        }
        source.ifPresent(from -> policies.addAll(SimulatedPolicy.of(from, iam)));
        return policies;
    }

    private static Optional<SimulatedPolicy> boundary(
            Optional<Identity> source, Draft draft, Iam iam) {
        if (draft.boundary().size() > 1) {
            throw IamError.INVALID_INPUT.because(
                    "PermissionsBoundaryPolicyInputList has %d policies; a simulation takes one"
                            + " permissions boundary.",
                    draft.boundary().size());
        }
        return draft.boundary().stream()
                .map(text ->
                        SimulatedPolicy.given(
                                "PermissionsBoundaryPolicyInputList.1",
                                SimulatedPolicy.OF_BOUNDARY,
                                text,
                                PolicyValidation::identityPolicy))
                .findFirst()
                .or(() ->
                        source.flatMap(Identity::permissionsBoundary)
                                .map(arn ->
                                        SimulatedPolicy.managed(
                                                arn, SimulatedPolicy.OF_BOUNDARY, iam)));
    }

    private static Optional<SimulatedPolicy> resourcePolicy(
            Optional<Identity> source, Draft draft, Iam iam) {
        boolean byUser = source.map(from -> from.kind() == Identity.Kind.USER).orElse(false);
        if (draft.resourcePolicy().isPresent() && draft.callerArn().isEmpty() && !byUser) {
            throw IamError.INVALID_INPUT.because(
                    "CallerArn is required with a ResourcePolicy, unless PolicySourceArn is that of"
                            + " a user: its principals have to be compared with somebody.");
        }
        return draft.resourcePolicy()
                .map(text ->
                        SimulatedPolicy.given(
                                        "ResourcePolicy",
                                        SimulatedPolicy.OF_RESOURCE,
                                        text,
                                        PolicyValidation::resourcePolicy)
                                .withPrincipals(iam));
    }

    /// What comes of an action (`s3:PutObject`) on a resource (an ARN; or `*`, which is the one
    /// that requests for an action on nothing in particular have).
    public Outcome of(String action, String resourceArn) {
        AuthorizationRequest request =
                request(
                        action,
                        resourceArn.equals("*")
                                ? ActionsOnAll.resource(action, resourceOwner)
                                : resourceArn);
        SimulatedContext context = new SimulatedContext(request, caller, given);
        Decision decision =
                new PolicyEvaluation(
                                identity.stream().map(SimulatedPolicy::document).toList(),
                                boundary.map(SimulatedPolicy::document),
                                List.of(),
                                resource.map(SimulatedPolicy::document))
                        .decide(request, context);
        return new Outcome(
                Verdict.of(decision),
                matched(decision, request, context),
                missing(request, context),
                boundary.map(policy -> say(List.of(policy), request, context) == Verdict.ALLOWED),
                details(request, context));
    }

    private AuthorizationRequest request(String action, String resourceArn) {
        String[] parts = resourceArn.split(":", 6);
        String account =
                parts.length == 6 && parts[4].matches("\\d{12}") ? parts[4] : resourceOwner;
        return new AuthorizationRequest(
                caller.principal(),
                action,
                resourceArn,
                Circumstances.ofService(Instant.EPOCH, ""), // of which nothing is asked
                RequestKeys.NONE,
                new ResourcePolicy(resource.map(SimulatedPolicy::text), false),
                account);
    }

    private List<MatchedStatement> matched(
            Decision decision, AuthorizationRequest request, ConditionContext context) {
        return switch (decision) {
            case Decision.Allowed allowed ->
                    Stream.concat(identity.stream(), resource.stream())
                            .flatMap(policy -> policy.bearing(true, request, context).stream())
                            .toList();
            case Decision.DeniedBy denied ->
                    all().flatMap(policy -> policy.bearing(false, request, context).stream())
                            .toList();
            case Decision.DeniedByDefault denied -> List.of();
        };
    }

    private Stream<SimulatedPolicy> all() {
        return Stream.of(identity.stream(), boundary.stream(), resource.stream())
                .flatMap(policies -> policies);
    }

    private List<String> missing(AuthorizationRequest request, SimulatedContext context) {
        TreeSet<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all().forEach(policy ->
                policy.document().statements().stream()
                        .filter(statement ->
                                statement.mayCover(request.action(), request.resource()))
                        .flatMap(statement -> statement.keys(policy.document().variables()))
                        .filter(key -> !context.has(key))
                        .forEach(missing::add));
        return List.copyOf(missing);
    }

    /// Within one account there is nothing to tell apart.
    private Map<String, Verdict> details(AuthorizationRequest request, ConditionContext context) {
        Map<String, Verdict> details = new LinkedHashMap<>();
        if (!caller.principal().account().equals(request.resourceAccount())) {
            details.put(SimulatedPolicy.OF_IDENTITY, say(identity, request, context));
            details.put(
                    SimulatedPolicy.OF_RESOURCE, say(resource.stream().toList(), request, context));
            boundary.ifPresent(policy ->
                    details.put(
                            SimulatedPolicy.OF_BOUNDARY, say(List.of(policy), request, context)));
        }
        return details;
    }

    /// What policies of one kind say by themselves.
    private static Verdict say(
            List<SimulatedPolicy> policies,
            AuthorizationRequest request,
            ConditionContext context) {
        if (policies.stream().anyMatch(one -> !one.bearing(false, request, context).isEmpty())) {
            return Verdict.EXPLICIT_DENY;
        }
        return policies.stream().anyMatch(one -> !one.bearing(true, request, context).isEmpty())
                ? Verdict.ALLOWED
                : Verdict.IMPLICIT_DENY;
    }
}
