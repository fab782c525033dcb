package io.hydrant.core.logevents;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Reads the terms of a [FilterPattern].
final class PatternTerms {
    private static final String SIGNS = "?-";

    private final String text;
    private final List<Predicate<String>> wanted = new ArrayList<>();
    private final List<Predicate<String>> optional = new ArrayList<>();
    private final List<Predicate<String>> excluded = new ArrayList<>();
    private int at;

    private PatternTerms(String text) {
        this.text = text;
    }

    static FilterPattern parse(String text) {
        PatternTerms parser = new PatternTerms(text);
        while (parser.at < text.length()) {
            parser.next();
        }
        return new FilterPattern.Terms(parser.wanted, parser.optional, parser.excluded);
    }

    private void next() {
        char first = text.charAt(at);
        if (Character.isWhitespace(first)) {
            at++;
            return;
        }
        List<Predicate<String>> into =
                switch (first) {
                    case '?' -> optional;
                    case '-' -> excluded;
                    default -> wanted;
                };
        if (SIGNS.indexOf(first) >= 0) {
            at++;
        }
        into.add(term());
    }

    private Predicate<String> term() {
        if (at >= text.length()) {
            throw invalid();
        }
        return switch (text.charAt(at)) {
            case '"' -> contains(quoted('"'));
            case '%' -> regex(quoted('%'));
            default -> contains(word());
        };
    }

    private static Predicate<String> contains(String term) {
        return message -> message.contains(term);
    }

    static Predicate<String> regex(String regex) {
        try {
            Pattern compiled = Pattern.compile(regex);
            return message -> compiled.matcher(message).find();
        } catch (PatternSyntaxException e) {
            throw invalid();
        }
    }

    /// A backslash lets the delimiter stand for itself.
    private String quoted(char delimiter) {
        StringBuilder term = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == delimiter) {
                at++;
                return term.toString();
            }
            boolean isEscape =
                    c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == delimiter;
            term.append(isEscape ? text.charAt(++at) : c);
        }
        throw invalid();
    }

    /// What is no letter, digit or underscore must be in quotes, as AWS demands.
    private String word() {
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at);
            if (!Character.isLetterOrDigit(c) && "_.:/*".indexOf(c) < 0) {
                throw invalid();
            }
            at++;
        }
        return text.substring(from, at);
    }

    static ServiceException invalid() {
        return LogsError.INVALID_PARAMETER.because("Invalid filter pattern");
    }
}
