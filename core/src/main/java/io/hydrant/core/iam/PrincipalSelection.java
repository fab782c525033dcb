package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Whom a statement of a resource's policy or a trust policy speaks of (`Principal`,
/// `NotPrincipal`). Users and roles are known by their unique ids, as [StoredPrincipals] keeps
/// them, and never by a name, which somebody else may have tomorrow.
record PrincipalSelection(List<Entry> entries, boolean inverted) {
    /// `type` is `AWS`, `Service`, `Federated` or `CanonicalUser`; `*` alone is of type `*`.
    record Entry(String type, String value) {}

    /// How directly a principal is named.
    enum Match {
        NONE,
        /// Through its account: its own policies must allow it as well.
        ACCOUNT,
        /// By `*`, or a session by its role's id: boundary and session policies still narrow it.
        BROAD,
        /// By its own id, or a service by its name: the statement alone is enough.
        DIRECT
    }

    PrincipalSelection {
        entries = List.copyOf(entries);
    }

    static Optional<PrincipalSelection> parse(JsonNode statement) {
        boolean inverted = statement.has("NotPrincipal");
        JsonNode node = statement.path(inverted ? "NotPrincipal" : "Principal");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        if (node.isString()) {
            entries.add(new Entry("*", node.asString()));
        }
        for (Map.Entry<String, JsonNode> type : node.properties()) {
            PolicyDocument.strings(type.getValue())
                    .forEach(value -> entries.add(new Entry(type.getKey(), value)));
        }
        return Optional.of(new PrincipalSelection(entries, inverted));
    }

    Match match(Principal principal) {
        Match best = Match.NONE;
        for (Entry entry : entries) {
            Match match = match(entry, principal);
            best = match.compareTo(best) > 0 ? match : best;
        }
        if (!inverted) {
            return best;
        }
        // An account among those who are left out is its root user, not everybody in it.
        return best.compareTo(Match.ACCOUNT) <= 0 ? Match.BROAD : Match.NONE;
    }

    private static Match match(Entry entry, Principal principal) {
        return switch (entry.type()) {
            case "*" -> entry.value().equals("*") ? Match.BROAD : Match.NONE;
            case "AWS" -> matchAws(entry.value(), principal);
            case "Service" ->
                    principal instanceof Principal.Service service
                                    && service.name().equals(entry.value())
                            ? Match.DIRECT
                            : Match.NONE;
            case "CanonicalUser" ->
                    !principal.account().isEmpty()
                                    && entry.value().equals(CanonicalUser.id(principal.account()))
                            ? ofAccount(principal)
                            : Match.NONE;
            default -> Match.NONE;
        };
    }

    private static Match matchAws(String value, Principal principal) {
        if (principal instanceof Principal.Service) {
            return Match.NONE;
        }
        if (value.equals("*")) {
            return Match.BROAD;
        }
        if (isAccount(value, principal.account())) {
            return ofAccount(principal);
        }
        return switch (principal) {
            case Principal.RoleSession session when value.equals(session.roleId()) -> Match.BROAD;
            case Principal.RoleSession session
                    when value.equals(session.roleId() + ":" + session.sessionName()) ->
                    Match.DIRECT;
            case Principal.User user when value.equals(user.id()) -> Match.DIRECT;
            default -> Match.NONE;
        };
    }

    private static boolean isAccount(String value, String account) {
        return !account.isEmpty()
                && (value.equals(account) || value.equals("arn:aws:iam::" + account + ":root"));
    }

    private static Match ofAccount(Principal principal) {
        return principal instanceof Principal.Root ? Match.DIRECT : Match.ACCOUNT;
    }
}
