package io.hydrant.core.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The condition keys of a decision and their values: the one place where they come together, for
/// callers, for delivery, for trust and for what CloudFormation does itself. Names of keys are
/// compared without regard to case. Nothing is put together before a policy asks for it.
///
/// What a request brings of its own counts only for actions that [ConditionKeys] knows to have the
/// key; circumstances and principal cannot be overridden by it.
final class RequestContext implements ConditionContext {
    private static final String PRINCIPAL_TAG = "aws:principaltag/";

    private final AuthorizationRequest request;
    private final List<Tag> principalTags;
    private final Optional<ResourceFacts> resource;

    RequestContext(
            AuthorizationRequest request,
            List<Tag> principalTags,
            Optional<ResourceFacts> resource) {
        this.request = request;
        this.principalTags = principalTags;
        this.resource = resource;
    }

    @Override
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        Circumstances now = request.circumstances();
        return switch (name) {
            case "aws:currenttime" -> List.of(now.time().toString());
            case "aws:epochtime" -> List.of(Long.toString(now.time().getEpochSecond()));
            case "aws:securetransport" -> List.of(Boolean.toString(now.secure()));
            case "aws:requestedregion" -> List.of(now.region());
            case "aws:sourceip" -> now.sourceIp().stream().toList();
            case "aws:useragent" -> now.userAgent().stream().toList();
            case "aws:referer" -> now.referer().stream().toList();
            case "aws:calledvia" -> now.calledVia();
            case "aws:calledviafirst" -> now.calledVia().stream().limit(1).toList();
            case "aws:calledvialast" ->
                    now.calledVia().stream().skip(Math.max(0, now.calledVia().size() - 1)).toList();
            case "aws:viaawsservice" -> List.of(Boolean.toString(!now.calledVia().isEmpty()));
            case "aws:resourceaccount" -> List.of(request.resourceAccount());
            case "aws:tokenissuetime" -> issued().stream().toList();
            case "aws:multifactorauthpresent" -> issued().map(time -> "false").stream().toList();
            default -> ofPrincipal(name).orElseGet(() -> ofRequest(name));
        };
    }

    /// Empty for a key that is not the principal's.
    private Optional<List<String>> ofPrincipal(String name) {
        if (name.startsWith(PRINCIPAL_TAG)) {
            return Optional.of(Tag.values(principalTags, name.substring(PRINCIPAL_TAG.length())));
        }
        Principal principal = request.principal();
        return switch (name) {
            case "aws:principalarn" -> Optional.of(ofPolicies(principal).stream().toList());
            case "aws:principalaccount" ->
                    Optional.of(
                            principal.account().isEmpty()
                                    ? List.of()
                                    : List.of(principal.account()));
            case "aws:principaltype" -> Optional.of(type(principal).stream().toList());
            case "aws:userid" -> Optional.of(userId(principal).stream().toList());
            case "aws:username" ->
                    Optional.of(
                            principal instanceof Principal.User user
                                    ? List.of(user.name())
                                    : List.of());
            case "aws:principalisawsservice" ->
                    Optional.of(List.of(Boolean.toString(principal instanceof Principal.Service)));
            case "aws:principalservicename", "aws:principalservicenameslist" ->
                    Optional.of(
                            principal instanceof Principal.Service service
                                    ? List.of(service.name())
                                    : List.of());
            default -> Optional.empty();
        };
    }

    private List<String> ofRequest(String name) {
        if (!ConditionKeys.counts(name, request.action())) {
            return List.of();
        }
        List<String> own = request.keys().values(name);
        return own.isEmpty() && resource.isPresent() ? resource.get().values(name) : own;
    }

    /// Since when temporary credentials hold; services have none.
    private Optional<String> issued() {
        return request.principal() instanceof Principal.Service
                        || request.principal() instanceof Principal.Anonymous
                ? Optional.empty()
                : request.circumstances().credentialsIssued().map(Object::toString);
    }

    /// A session's own ARN is its role's here: policies are written for roles.
    private static Optional<String> ofPolicies(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> Optional.of(root.arn());
            case Principal.User user -> Optional.of(user.arn());
            case Principal.RoleSession session -> Optional.of(session.roleArn());
            case Principal.Service service -> Optional.empty();
            case Principal.Anonymous anonymous -> Optional.empty();
        };
    }

    private static Optional<String> type(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> Optional.of("Account");
            case Principal.User user -> Optional.of("User");
            case Principal.RoleSession session -> Optional.of("AssumedRole");
            case Principal.Service service -> Optional.empty();
            case Principal.Anonymous anonymous -> Optional.of("Anonymous");
        };
    }

    private static Optional<String> userId(Principal principal) {
        return switch (principal) {
            case Principal.Root root -> Optional.of(root.account());
            case Principal.User user -> Optional.of(user.id());
            case Principal.RoleSession session ->
                    Optional.of(session.roleId() + ":" + session.sessionName());
            case Principal.Service service -> Optional.empty();
            case Principal.Anonymous anonymous -> Optional.of("anonymous");
        };
    }
}
