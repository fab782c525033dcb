package io.hydrant.core.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Condition keys and their values, names without regard to case. What the principal itself says
/// (`aws:PrincipalArn`, `aws:username` …) is added to what the request brought.
final class RequestContext {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private RequestContext() {}

    static RequestContext of(AuthorizationRequest request) {
        RequestContext context = new RequestContext();
        context.values.putAll(request.context());
        context.values.putIfAbsent("aws:ResourceAccount", List.of(request.resourceAccount()));
        context.addPrincipal(request.principal());
        return context;
    }

    /// Empty when the key is missing.
    List<String> values(String key) {
        return values.getOrDefault(key, List.of());
    }

    private void addPrincipal(Principal principal) {
        switch (principal) {
            case Principal.Root root -> addAccount(root, "Account", root.account());
            case Principal.User user -> {
                addAccount(user, "User", user.id());
                values.put("aws:username", List.of(user.name()));
            }
            case Principal.RoleSession session -> {
                addAccount(session, "AssumedRole", session.roleId() + ":" + session.sessionName());
                // A session's own ARN is its role's here: policies are written for roles.
                values.put("aws:PrincipalArn", List.of(session.roleArn()));
            }
            case Principal.Service service -> {
                values.put("aws:PrincipalIsAWSService", List.of("true"));
                values.put("aws:PrincipalServiceName", List.of(service.name()));
            }
            case Principal.Anonymous anonymous ->
                    values.put("aws:PrincipalType", List.of("Anonymous"));
        }
    }

    private void addAccount(Principal principal, String type, String userId) {
        values.put("aws:PrincipalArn", List.of(principal.arn()));
        values.put("aws:PrincipalAccount", List.of(principal.account()));
        values.put("aws:PrincipalType", List.of(type));
        values.put("aws:userid", List.of(userId));
        values.put("aws:PrincipalIsAWSService", List.of("false"));
    }

    @Override
    public String toString() {
        return values.toString().toLowerCase(Locale.ROOT);
    }
}
