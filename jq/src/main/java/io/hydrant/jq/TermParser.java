package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what operators stand between: paths, strings, arrays, objects, names, calls; and patterns.
final class TermParser {
    private static final String PLAIN_FORMAT = "text";
    private static final Map<String, JqValue> WORDS =
            Map.of("null", JqNull.NULL, "true", JqBoolean.TRUE, "false", JqBoolean.FALSE);

    private final JqParser parser;
    private final JqLexer lexer;
    private final String source;

    TermParser(JqParser parser, JqLexer lexer, String source) {
        this.parser = parser;
        this.lexer = lexer;
        this.source = source;
    }

    private JqLexer.Token token() {
        return parser.token();
    }

    Syntax term() throws JqSyntaxException {
        parser.enter();
        int entered = 1;
        Syntax term = bareTerm();
        while (true) {
            @Nullable Syntax longer = suffix(term);
            if (longer == null) {
                break;
            }
            parser.enter();
            entered++;
            term = longer;
        }
        for (int i = 0; i < entered; i++) {
            parser.leave();
        }
        return term;
    }

    private Syntax bareTerm() throws JqSyntaxException {
        JqLexer.Token first = token();
        switch (first.sort()) {
            case NUMBER -> {
                parser.advance();
                return new Syntax.Literal(new JqNumber(Double.parseDouble(first.text())));
            }
            case QUOTE -> {
                return string(PLAIN_FORMAT);
            }
            case FORMAT -> {
                parser.advance();
                return token().sort() == JqLexer.Sort.QUOTE
                        ? string(first.text())
                        : new Syntax.Format(first.text(), first.start());
            }
            case FIELD -> {
                return field(new Syntax.Identity());
            }
            case NAME -> {
                parser.advance();
                return call(first);
            }
            case KEYWORD -> {
                if (first.isKeyword("break")) {
                    parser.advance();
                    parser.expectSign("$");
                    return new Syntax.Break(parser.expectName(), first.start());
                }
                throw parser.unexpected();
            }
            case SIGN -> {
                return signed(first);
            }
            case END -> throw parser.unexpected();
        }
        throw new IllegalStateException("no such token: " + first);
    }

    private Syntax signed(JqLexer.Token first) throws JqSyntaxException {
        switch (first.text()) {
            case "." -> {
                parser.advance();
                return startsString()
                        ? keyed(new Syntax.Identity(), string())
                        : new Syntax.Identity();
            }
            case ".." -> {
                parser.advance();
                return new Syntax.Call("recurse", List.of(), first.start());
            }
            case "(" -> {
                parser.advance();
                Syntax inner = parser.expression();
                parser.expectSign(")");
                return inner;
            }
            case "[" -> {
                parser.advance();
                if (parser.takeSign("]")) {
                    return new Syntax.Literal(JqArray.EMPTY);
                }
                Syntax items = parser.expression();
                parser.expectSign("]");
                return new Syntax.ArrayOf(items);
            }
            case "{" -> {
                parser.advance();
                return object();
            }
            case "$" -> {
                parser.advance();
                return variable(first.start());
            }
            default -> throw parser.unexpected();
        }
    }

    private Syntax variable(int position) throws JqSyntaxException {
        if (!token().isKeyword("__loc__")) {
            return new Syntax.Variable(parser.expectName(), position);
        }
        parser.advance();
        long line = 1 + source.substring(0, position).chars().filter(c -> c == '\n').count();
        return new Syntax.Literal(
                JqObject.EMPTY
                        .with("file", new JqString("<top-level>"))
                        .with("line", new JqNumber(line)));
    }

    private Syntax call(JqLexer.Token name) throws JqSyntaxException {
        List<Syntax> arguments = new ArrayList<>();
        if (parser.takeSign("(")) {
            do {
                arguments.add(parser.expression());
            } while (parser.takeSign(";"));
            parser.expectSign(")");
        } else if (WORDS.containsKey(name.text())) {
            return new Syntax.Literal(WORDS.get(name.text()));
        }
        return new Syntax.Call(name.text(), List.copyOf(arguments), name.start());
    }

    private @Nullable Syntax suffix(Syntax term) throws JqSyntaxException {
        JqLexer.Token next = token();
        if (next.sort() == JqLexer.Sort.FIELD) {
            return field(term);
        }
        if (next.isSign(".")) {
            parser.advance();
            if (!startsString()) {
                throw parser.unexpected();
            }
            return keyed(term, string());
        }
        if (next.isSign("[")) {
            parser.advance();
            return bracket(term);
        }
        return null;
    }

    private boolean startsString() {
        return token().sort() == JqLexer.Sort.QUOTE || token().sort() == JqLexer.Sort.FORMAT;
    }

    private Syntax field(Syntax target) throws JqSyntaxException {
        Syntax key = new Syntax.Literal(new JqString(token().text()));
        parser.advance();
        return keyed(target, key);
    }

    private Syntax keyed(Syntax target, Syntax key) throws JqSyntaxException {
        return new Syntax.Index(target, key, parser.takeSign("?"));
    }

    private Syntax bracket(Syntax target) throws JqSyntaxException {
        if (parser.takeSign("]")) {
            return new Syntax.Iterate(target, parser.takeSign("?"));
        }
        if (parser.takeSign(":")) {
            Syntax to = parser.expression();
            parser.expectSign("]");
            return new Syntax.Slice(target, null, to, parser.takeSign("?"));
        }
        Syntax key = parser.expression();
        if (!parser.takeSign(":")) {
            parser.expectSign("]");
            return keyed(target, key);
        }
        @Nullable Syntax to = token().isSign("]") ? null : parser.expression();
        parser.expectSign("]");
        return new Syntax.Slice(target, key, to, parser.takeSign("?"));
    }

    /// A string, perhaps with a format before it.
    private Syntax string() throws JqSyntaxException {
        if (token().sort() != JqLexer.Sort.FORMAT) {
            return string(PLAIN_FORMAT);
        }
        String format = token().text();
        parser.advance();
        if (token().sort() != JqLexer.Sort.QUOTE) {
            throw parser.unexpected();
        }
        return string(format);
    }

    /// A string whose quote is the token: texts and programs by turns.
    private Syntax string(String format) throws JqSyntaxException {
        List<Syntax> parts = new ArrayList<>();
        int from = token().end();
        int at = from;
        while (true) {
            if (at >= source.length()) {
                throw new JqSyntaxException(
                        "syntax error, the string at position " + token().end() + " does not end",
                        from - 1);
            }
            char c = source.charAt(at);
            if (c == '"') {
                addText(parts, from, at);
                lexer.goTo(at + 1);
                parser.advance();
                return parts.isEmpty()
                        ? new Syntax.Literal(JqString.EMPTY)
                        : parts.size() == 1 && parts.getFirst() instanceof Syntax.Literal text
                                ? text
                                : new Syntax.Text(format, List.copyOf(parts));
            }
            if (c != '\\') {
                at++;
                continue;
            }
            if (at + 1 < source.length() && source.charAt(at + 1) == '(') {
                addText(parts, from, at);
                at = interpolated(parts, at + 2);
                from = at;
            } else {
                at += 2;
            }
        }
    }

    /// A program within a string. Answers where the string goes on.
    private int interpolated(List<Syntax> parts, int from) throws JqSyntaxException {
        lexer.goTo(from);
        parser.advance();
        // Even a literal is made text of, as the format has it.
        parts.add(new Syntax.Pipe(List.of(parser.expression())));
        if (!token().isSign(")")) {
            throw parser.unexpected();
        }
        return token().end();
    }

    /// Text as it stands, and escapes as JSON has them.
    private void addText(List<Syntax> parts, int from, int to) throws JqSyntaxException {
        if (from == to) {
            return;
        }
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < to) {
            int escapes = source.indexOf('\\', at);
            int plainEnd = escapes < 0 || escapes > to ? to : escapes;
            text.append(source, at, plainEnd);
            at = plainEnd;
            while (at < to && source.charAt(at) == '\\') {
                at += 2;
                if (source.charAt(at - 1) == 'u') {
                    at = endOfHex(at, to);
                }
            }
            text.append(unescaped(plainEnd, Math.min(at, to)));
        }
        parts.add(new Syntax.Literal(new JqString(text.toString())));
    }

    private int endOfHex(int from, int to) {
        int end = from;
        while (end < to && end < from + 4 && Character.isLetterOrDigit(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private String unescaped(int from, int to) throws JqSyntaxException {
        if (from == to) {
            return "";
        }
        String quoted = '"' + source.substring(from, to) + '"';
        byte[] bytes = Utf8Text.bytes(quoted);
        try {
            return JsonMachine.read(bytes, 0, bytes.length).text();
        } catch (JqDocumentException fault) {
            throw new JqSyntaxException(
                    fault.getMessage() + " (while parsing '" + quoted + "')", from);
        }
    }

    private Syntax object() throws JqSyntaxException {
        List<Syntax.Member> members = new ArrayList<>();
        while (!parser.takeSign("}")) {
            members.add(member());
            if (!parser.takeSign(",")) {
                parser.expectSign("}");
                break;
            }
        }
        return new Syntax.ObjectOf(List.copyOf(members));
    }

    private Syntax.Member member() throws JqSyntaxException {
        JqLexer.Token first = token();
        switch (first.sort()) {
            case NAME, KEYWORD -> {
                parser.advance();
                Syntax key = new Syntax.Literal(new JqString(first.text()));
                if (first.sort() == JqLexer.Sort.KEYWORD && !token().isSign(":")) {
                    throw parser.unexpected();
                }
                return valued(key);
            }
            case QUOTE, FORMAT -> {
                return valued(string());
            }
            case NUMBER, FIELD, END -> throw parser.unexpected();
            case SIGN -> {}
        }
        if (parser.takeSign("$")) {
            String name = parser.expectName();
            return new Syntax.Member(
                    new Syntax.Literal(new JqString(name)),
                    new Syntax.Variable(name, first.start()));
        }
        Syntax key = computedKey();
        parser.expectSign(":");
        return new Syntax.Member(key, memberValue());
    }

    /// `(KEY)`: a constant that is no string does not compile.
    private Syntax computedKey() throws JqSyntaxException {
        int position = token().start();
        parser.expectSign("(");
        Syntax key = parser.expression();
        parser.expectSign(")");
        if (key instanceof Syntax.Literal(JqValue constant) && !(constant instanceof JqString)) {
            throw new JqSyntaxException(PathAccess.badKey(constant), position);
        }
        return key;
    }

    private Syntax.Member valued(Syntax key) throws JqSyntaxException {
        return parser.takeSign(":")
                ? new Syntax.Member(key, memberValue())
                : new Syntax.Member(key, new Syntax.Index(new Syntax.Identity(), key, false));
    }

    /// The value of a member: terms, their opposites, and pipes of these.
    private Syntax memberValue() throws JqSyntaxException {
        List<Syntax> stages = new ArrayList<>();
        do {
            stages.add(signedTerm());
        } while (parser.takeSign("|"));
        return stages.size() == 1 ? stages.getFirst() : new Syntax.Pipe(List.copyOf(stages));
    }

    private Syntax signedTerm() throws JqSyntaxException {
        if (!parser.takeSign("-")) {
            return term();
        }
        parser.enter();
        Syntax negation = new Syntax.Negation(signedTerm());
        parser.leave();
        return negation;
    }

    List<Syntax.Pattern> patterns() throws JqSyntaxException {
        List<Syntax.Pattern> patterns = new ArrayList<>();
        do {
            patterns.add(pattern());
        } while (parser.takeSign("?//"));
        return List.copyOf(patterns);
    }

    private Syntax.Pattern pattern() throws JqSyntaxException {
        if (parser.takeSign("$")) {
            return new Syntax.Pattern.Name(parser.expectName());
        }
        parser.enter();
        Syntax.Pattern pattern;
        if (parser.takeSign("[")) {
            List<Syntax.Pattern> items = new ArrayList<>();
            do {
                items.add(pattern());
            } while (parser.takeSign(","));
            parser.expectSign("]");
            pattern = new Syntax.Pattern.Items(List.copyOf(items));
        } else {
            parser.expectSign("{");
            List<Syntax.Pattern.Part> parts = new ArrayList<>();
            do {
                parts.add(part());
            } while (parser.takeSign(","));
            parser.expectSign("}");
            pattern = new Syntax.Pattern.Members(List.copyOf(parts));
        }
        parser.leave();
        return pattern;
    }

    private Syntax.Pattern.Part part() throws JqSyntaxException {
        JqLexer.Token first = token();
        if (parser.takeSign("$")) {
            String name = parser.expectName();
            Syntax key = new Syntax.Literal(new JqString(name));
            return new Syntax.Pattern.Part(name, key, parser.takeSign(":") ? pattern() : null);
        }
        Syntax key;
        if (first.sort() == JqLexer.Sort.NAME || first.sort() == JqLexer.Sort.KEYWORD) {
            parser.advance();
            key = new Syntax.Literal(new JqString(first.text()));
        } else if (startsString()) {
            key = string();
        } else {
            key = computedKey();
        }
        parser.expectSign(":");
        return new Syntax.Pattern.Part(null, key, pattern());
    }
}
