package io.hydrant.core.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What AWS's documentation says of a decision, written down once more and as plainly as can be,
/// with nothing of the evaluator's own code: regular expressions for wildcards, lists for all else.
final class PlainOracle {
    enum Verdict {
        ALLOWED,
        EXPLICITLY_DENIED,
        NOT_ALLOWED
    }

    /// Who asks: `kind` is root, user, session, service or anonymous; `ids` are what a policy may
    /// name it by, itself alone.
    record Asker(String kind, String account, List<String> ids, String sessionId) {}

    record PlainCondition(String operator, String key, List<String> values) {}

    /// `principals` are entries such as `AWS:*`; empty in policies of identities.
    record PlainStatement(
            boolean allow,
            boolean notAction,
            List<String> actions,
            boolean notResource,
            List<String> resources,
            boolean notPrincipal,
            List<String> principals,
            List<PlainCondition> conditions) {}

    record PlainPolicy(boolean new2012, List<PlainStatement> statements) {}

    record Question(
            Asker asker,
            String action,
            String resource,
            String resourceAccount,
            Map<String, List<String>> context,
            List<PlainPolicy> identity,
            List<PlainPolicy> boundary,
            List<PlainPolicy> session,
            List<PlainPolicy> resourcePolicy,
            boolean trust) {}

    private final Question question;

    private PlainOracle(Question question) {
        this.question = question;
    }

    static Verdict decide(Question question) {
        return new PlainOracle(question).decide();
    }

    private Verdict decide() {
        if (says(false, question.identity())
                || says(false, question.boundary())
                || says(false, question.session())
                || !namings(false).isEmpty()) {
            return Verdict.EXPLICITLY_DENIED;
        }
        return isAllowed() ? Verdict.ALLOWED : Verdict.NOT_ALLOWED;
    }

    private boolean isAllowed() {
        Asker asker = question.asker();
        List<String> namings = namings(true);
        boolean inBounds = unlessMissing(question.boundary()) && unlessMissing(question.session());
        boolean byOwnPolicies = says(true, question.identity()) && inBounds;
        if (asker.kind().equals("service") || asker.kind().equals("anonymous")) {
            return !namings.isEmpty();
        }
        if (!asker.account().equals(question.resourceAccount())) {
            return !namings.isEmpty() && byOwnPolicies;
        }
        if (asker.kind().equals("root")) {
            return true;
        }
        if (namings.contains("itself")) {
            return true;
        }
        if (namings.contains("everybody") || namings.contains("its role")) {
            return inBounds;
        }
        if (namings.contains("its account")) {
            return byOwnPolicies;
        }
        return !question.trust() && byOwnPolicies;
    }

    private boolean unlessMissing(List<PlainPolicy> policies) {
        return policies.isEmpty() || says(true, policies);
    }

    private boolean says(boolean allow, List<PlainPolicy> policies) {
        for (PlainPolicy policy : policies) {
            for (PlainStatement statement : policy.statements()) {
                if (statement.allow() == allow && applies(policy, statement)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// In which ways the statements of the resource's policy that apply name the asker.
    private List<String> namings(boolean allow) {
        List<String> namings = new ArrayList<>();
        for (PlainPolicy policy : question.resourcePolicy()) {
            for (PlainStatement statement : policy.statements()) {
                if (statement.allow() == allow && applies(policy, statement)) {
                    String naming = naming(statement);
                    if (!naming.isEmpty()) {
                        namings.add(naming);
                    }
                }
            }
        }
        return namings;
    }

    private String naming(PlainStatement statement) {
        List<String> ways = statement.principals().stream().map(this::naming).toList();
        if (statement.notPrincipal()) {
            boolean leftOut =
                    ways.contains("itself")
                            || ways.contains("its role")
                            || ways.contains("everybody");
            return leftOut ? "" : "everybody";
        }
        for (String way : List.of("itself", "everybody", "its role", "its account")) {
            if (ways.contains(way)) {
                return way;
            }
        }
        return "";
    }

    private String naming(String principal) {
        Asker asker = question.asker();
        if (principal.equals("*")) {
            return "everybody";
        }
        if (asker.kind().equals("service")) {
            return asker.ids().contains(principal) ? "itself" : "";
        }
        if (principal.equals("AWS:*")) {
            return "everybody";
        }
        boolean wholeAccount =
                !asker.account().isEmpty()
                        && List.of(
                                        "AWS:" + asker.account(),
                                        "AWS:arn:aws:iam::" + asker.account() + ":root")
                                .contains(principal);
        if (wholeAccount) {
            return asker.kind().equals("root") ? "itself" : "its account";
        }
        if (principal.equals("AWS:" + asker.sessionId())) {
            return "itself";
        }
        if (asker.ids().contains(principal)) {
            return asker.kind().equals("session") ? "its role" : "itself";
        }
        return "";
    }

    private boolean applies(PlainPolicy policy, PlainStatement statement) {
        boolean action =
                statement.actions().stream()
                        .anyMatch(pattern ->
                                like(
                                        pattern.toLowerCase(Locale.ROOT),
                                        question.action().toLowerCase(Locale.ROOT)));
        if (action == statement.notAction()) {
            return false;
        }
        if (!statement.resources().isEmpty() && !appliesToResource(policy, statement)) {
            return false;
        }
        for (PlainCondition condition : statement.conditions()) {
            if (!holds(policy, condition)) {
                return false;
            }
        }
        return true;
    }

    private boolean appliesToResource(PlainPolicy policy, PlainStatement statement) {
        boolean named = false;
        for (String pattern : statement.resources()) {
            String regex = regex(policy, pattern);
            if (regex.isEmpty() && statement.notResource()) {
                return named; // what is left out from here on is not known
            }
            if (!regex.isEmpty() && question.resource().matches(regex)) {
                return !statement.notResource();
            }
        }
        return statement.notResource();
    }

    private boolean holds(PlainPolicy policy, PlainCondition condition) {
        String operator = condition.operator();
        boolean all = operator.startsWith("ForAllValues:");
        boolean any = operator.startsWith("ForAnyValue:");
        boolean ifExists = operator.endsWith("IfExists");
        String plain =
                operator.replace("ForAllValues:", "")
                        .replace("ForAnyValue:", "")
                        .replace("IfExists", "");
        List<String> present = value(condition.key());
        if (plain.equals("Null")) {
            return condition.values().contains(Boolean.toString(present.isEmpty()));
        }
        boolean negated = plain.contains("Not");
        String positive = plain.replace("Not", "");
        boolean textual = positive.startsWith("String") || positive.startsWith("Arn");
        if (negated
                && textual
                && condition.values().stream().anyMatch(v -> regex(policy, v).isEmpty())) {
            return false;
        }
        if (present.isEmpty()) {
            return ifExists || all || negated && !any;
        }
        List<Boolean> each = new ArrayList<>();
        for (String requested : present) {
            boolean some =
                    condition.values().stream()
                            .anyMatch(value -> matches(policy, positive, value, requested));
            each.add(some != negated);
        }
        if (all || negated && !any) {
            return !each.contains(false);
        }
        return each.contains(true);
    }

    private boolean matches(PlainPolicy policy, String operator, String value, String requested) {
        return switch (operator) {
            case "StringEquals" -> requested.equals(text(policy, value));
            case "StringEqualsIgnoreCase" -> requested.equalsIgnoreCase(text(policy, value));
            case "StringLike" ->
                    !regex(policy, value).isEmpty() && requested.matches(regex(policy, value));
            case "ArnLike", "ArnEquals" -> arnLike(policy, value, requested);
            case "NumericEquals" -> number(requested, value) == 0;
            case "NumericLessThan" -> number(requested, value) == -1;
            case "NumericLessThanEquals" -> List.of(-1, 0).contains(number(requested, value));
            case "NumericGreaterThan" -> number(requested, value) == 1;
            case "NumericGreaterThanEquals" -> List.of(1, 0).contains(number(requested, value));
            case "DateEquals" -> instant(requested).equals(instant(value));
            case "DateLessThan" -> instant(requested).isBefore(instant(value));
            case "DateLessThanEquals" -> !instant(requested).isAfter(instant(value));
            case "DateGreaterThan" -> instant(requested).isAfter(instant(value));
            case "DateGreaterThanEquals" -> !instant(requested).isBefore(instant(value));
            case "Bool" -> requested.equalsIgnoreCase(value);
            case "IpAddress" -> inNetwork(requested, value);
            default -> throw new IllegalStateException(operator);
        };
    }

    private boolean arnLike(PlainPolicy policy, String value, String requested) {
        String[] patterns = value.split(":", 6);
        String[] parts = requested.split(":", 6);
        if (patterns.length != 6 || parts.length != 6) {
            return value.equals("*");
        }
        for (int i = 0; i < 6; i++) {
            String regex = regex(policy, patterns[i]);
            if (regex.isEmpty() || !parts[i].matches(regex)) {
                return false;
            }
        }
        return true;
    }

    /// -1, 0 or 1, and 9 for what is no number.
    private static int number(String requested, String value) {
        try {
            return new BigDecimal(requested).compareTo(new BigDecimal(value));
        } catch (NumberFormatException e) {
            return 9;
        }
    }

    private static Instant instant(String text) {
        return text.matches("\\d+")
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
    }

    /// IPv4 alone.
    private static boolean inNetwork(String address, String network) {
        String[] parts = network.split("/", 2);
        int bits = parts.length == 1 ? 32 : Integer.parseInt(parts[1]);
        long mask = bits == 0 ? 0 : (0xFFFFFFFFL << (32 - bits)) & 0xFFFFFFFFL;
        return (ipv4(address) & mask) == (ipv4(parts[0]) & mask);
    }

    private static long ipv4(String text) {
        long number = 0;
        for (String part : text.split("\\.", -1)) {
            number = number * 256 + Long.parseLong(part);
        }
        return number;
    }

    private List<String> value(String key) {
        for (Map.Entry<String, List<String>> entry : question.context().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(key)) {
                return entry.getValue();
            }
        }
        return List.of();
    }

    /// A value with its variables put in, as it is compared by equality; a text that nothing equals
    /// when one is not known.
    private String text(PlainPolicy policy, String value) {
        StringBuilder text = new StringBuilder();
        for (String piece : pieces(policy, value)) {
            if (piece.equals("?")) {
                return "nothing equals this";
            }
            text.append(piece.substring(1));
        }
        return text.toString();
    }

    /// The regular expression of a pattern with its variables put in literally; empty when one is
    /// not known.
    private String regex(PlainPolicy policy, String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String piece : pieces(policy, pattern)) {
            if (piece.equals("?")) {
                return "";
            }
            regex.append(
                    piece.startsWith("v")
                            ? Pattern.quote(piece.substring(1))
                            : wildcards(piece.substring(1)));
        }
        return "(?s)" + regex;
    }

    /// Pieces of text as `t…`, values of variables as `v…`, and `?` for one that is not known.
    private List<String> pieces(PlainPolicy policy, String value) {
        List<String> pieces = new ArrayList<>();
        Matcher variable = Pattern.compile("\\$\\{([^},]+)(, '([^']*)')?\\}").matcher(value);
        int end = 0;
        while (policy.new2012() && variable.find()) {
            pieces.add("t" + value.substring(end, variable.start()));
            List<String> known = value(variable.group(1));
            if (known.size() == 1) {
                pieces.add("v" + known.getFirst());
            } else {
                pieces.add(variable.group(2) == null ? "?" : "v" + variable.group(3));
            }
            end = variable.end();
        }
        pieces.add("t" + value.substring(end));
        return pieces;
    }

    private static boolean like(String pattern, String text) {
        return text.matches("(?s)" + wildcards(pattern));
    }

    private static String wildcards(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)));
        }
        return regex.toString();
    }
}
