package io.hydrant.core.logevents;

import com.google.re2j.Pattern;
import io.hydrant.core.logevents.JsonCondition.PathStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Reads `{ $.a.b = "x*" && ($.c >= 5 || $.d[0] NOT EXISTS) }`. `&&` binds closer than `||`.
final class JsonConditionParser {
    /// Parentheses within parentheses: a pattern has 1,024 characters at most.
    private static final int DEPTH_MAX = 100;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private final String text;
    private int at;
    private int depth;

    private JsonConditionParser(String text) {
        this.text = text;
    }

    static JsonCondition parse(String text) {
        JsonConditionParser parser = new JsonConditionParser(text);
        parser.expect("{");
        JsonCondition condition = parser.either();
        parser.expect("}");
        if (parser.at < text.length()) {
            throw PatternTerms.invalid();
        }
        return condition;
    }

    private JsonCondition either() {
        JsonCondition condition = both();
        while (accepts("||")) {
            condition = new JsonCondition.Either(condition, both());
        }
        return condition;
    }

    private JsonCondition both() {
        JsonCondition condition = one();
        while (accepts("&&")) {
            condition = new JsonCondition.Both(condition, one());
        }
        return condition;
    }

    private JsonCondition one() {
        if (!accepts("(")) {
            return comparison();
        }
        if (++depth > DEPTH_MAX) {
            throw PatternTerms.invalid();
        }
        JsonCondition condition = either();
        depth--;
        expect(")");
        return condition;
    }

    private JsonCondition comparison() {
        expect("$");
        return new JsonCondition.Value(path(), test());
    }

    private List<PathStep> path() {
        List<PathStep> path = new ArrayList<>();
        while (at < text.length()) {
            if (text.charAt(at) == '.') {
                at++;
                path.add(new PathStep.Member(name()));
            } else if (text.startsWith("['", at)) {
                int end = text.indexOf("']", at);
                path.add(new PathStep.Member(text.substring(at + 2, found(end))));
                at = end + 2;
            } else if (text.charAt(at) == '[') {
                int end = text.indexOf(']', at);
                path.add(new PathStep.Element(index(text.substring(at + 1, found(end)))));
                at = end + 1;
            } else {
                break;
            }
        }
        if (path.isEmpty()) {
            throw PatternTerms.invalid();
        }
        return path;
    }

    private static int found(int index) {
        if (index < 0) {
            throw PatternTerms.invalid();
        }
        return index;
    }

    private static int index(String digits) {
        if (!digits.matches("\\d{1,6}")) {
            throw PatternTerms.invalid();
        }
        return Integer.parseInt(digits);
    }

    private String name() {
        int from = at;
        while (at < text.length() && isOfName(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw PatternTerms.invalid();
        }
        return text.substring(from, at);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private Predicate<JsonNode> test() {
        if (acceptsWord("IS")) {
            return is();
        }
        if (acceptsWord("NOT")) {
            if (!acceptsWord("EXISTS")) {
                throw PatternTerms.invalid();
            }
            return JsonNode::isMissingNode;
        }
        for (String operator : List.of("!=", "<=", ">=", "=", "<", ">")) {
            if (accepts(operator)) {
                return comparedBy(operator);
            }
        }
        throw PatternTerms.invalid();
    }

    private Predicate<JsonNode> is() {
        if (acceptsWord("NULL")) {
            return JsonNode::isNull;
        }
        if (acceptsWord("TRUE")) {
            return node -> node.isBoolean() && node.booleanValue();
        }
        if (acceptsWord("FALSE")) {
            return node -> node.isBoolean() && !node.booleanValue();
        }
        throw PatternTerms.invalid();
    }

    private Predicate<JsonNode> comparedBy(String operator) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '%') {
            Predicate<String> regex = PatternTerms.regex(until('%'));
            return equality(operator, node -> node.isString() && regex.test(node.stringValue()));
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return equality(operator, text(until('"')));
        }
        String word = word();
        return NUMBER.matches(word)
                ? number(operator, new BigDecimal(word))
                : equality(operator, text(word));
    }

    /// A value that is missing is neither equal nor different.
    private static Predicate<JsonNode> equality(String operator, Predicate<JsonNode> equal) {
        return switch (operator) {
            case "=" -> equal;
            case "!=" -> node -> !node.isMissingNode() && !equal.test(node);
            default -> throw PatternTerms.invalid();
        };
    }

    /// `*` stands for any text.
    private static Predicate<JsonNode> text(String wanted) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (String part : wanted.split("\\*", -1)) {
            regex.append(regex.length() > "(?s)".length() ? ".*" : "").append(Pattern.quote(part));
        }
        Pattern compiled = Pattern.compile(regex.toString());
        return node -> node.isString() && compiled.matches(node.stringValue());
    }

    private static Predicate<JsonNode> number(String operator, BigDecimal wanted) {
        IntPredicate holds =
                switch (operator) {
                    case "=" -> order -> order == 0;
                    case "!=" -> order -> order != 0;
                    case "<" -> order -> order < 0;
                    case "<=" -> order -> order <= 0;
                    case ">" -> order -> order > 0;
                    case ">=" -> order -> order >= 0;
                    default -> throw PatternTerms.invalid();
                };
        return node ->
                decimal(node).filter(value -> holds.test(value.compareTo(wanted))).isPresent();
    }

    private static Optional<BigDecimal> decimal(JsonNode node) {
        return node.isNumber() ? node.decimalValueOpt() : Optional.empty();
    }

    private String until(char delimiter) {
        int end = found(text.indexOf(delimiter, at + 1));
        String within = text.substring(at + 1, end);
        at = end + 1;
        return within;
    }

    private String word() {
        int from = at;
        while (at < text.length() && " )}&|".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw PatternTerms.invalid();
        }
        return text.substring(from, at);
    }

    private boolean acceptsWord(String word) {
        skipBlanks();
        boolean isThere = text.regionMatches(true, at, word, 0, word.length());
        boolean isWhole =
                isThere
                        && (at + word.length() == text.length()
                                || !isOfName(text.charAt(at + word.length())));
        at += isWhole ? word.length() : 0;
        return isWhole;
    }

    private boolean accepts(String token) {
        skipBlanks();
        boolean isThere = text.startsWith(token, at);
        at += isThere ? token.length() : 0;
        return isThere;
    }

    private void expect(String token) {
        if (!accepts(token)) {
            throw PatternTerms.invalid();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
