package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads programs by jq 1.6's grammar: operators by their strength, and what stands between them.
/// How deep things may lie in each other is bounded, so that no program is too much for the stack.
final class JqParser {
    /// Of the model of Firehose; far more than people write.
    static final int LENGTH_MAX = 65_536;

    /// How deep brackets, and operators in a row, may lie in each other.
    private static final int NESTING_MAX = 250;

    /// The strengths of operators, above those of pipe and comma.
    private static final int ALTERNATIVE = 3;

    private static final int UPDATE = 4;
    private static final int OR = 5;
    private static final int AND = 6;
    private static final int COMPARISON = 7;
    private static final int SUM = 8;
    private static final int PRODUCT = 9;
    private static final int OPTIONAL = 10;
    private static final int TRY = 11;

    private final JqLexer lexer;
    private final TermParser terms;
    private JqLexer.Token token;
    private int nesting;

    private JqParser(String source) throws JqSyntaxException {
        this.lexer = new JqLexer(source);
        this.terms = new TermParser(this, lexer, source);
        this.token = lexer.next();
    }

    static Syntax parse(String source) throws JqSyntaxException {
        if (source.length() > LENGTH_MAX) {
            throw new JqSyntaxException(
                    "the program has more than " + LENGTH_MAX + " characters", LENGTH_MAX);
        }
        JqParser parser = new JqParser(source);
        return parser.program();
    }

    /// A program is an expression, or nothing but functions, or nothing: then it gives its input.
    private Syntax program() throws JqSyntaxException {
        if (token.isKeyword("module") || token.isKeyword("import") || token.isKeyword("include")) {
            throw new JqSyntaxException(token.text() + " is not supported", token.start());
        }
        Syntax program = isAtEnd() ? new Syntax.Identity() : expression(true);
        if (!isAtEnd()) {
            throw unexpected();
        }
        return program;
    }

    private boolean isAtEnd() {
        return token.sort() == JqLexer.Sort.END;
    }

    JqLexer.Token token() {
        return token;
    }

    void advance() throws JqSyntaxException {
        token = lexer.next();
    }

    boolean takeSign(String sign) throws JqSyntaxException {
        if (!token.isSign(sign)) {
            return false;
        }
        advance();
        return true;
    }

    void expectSign(String sign) throws JqSyntaxException {
        if (!takeSign(sign)) {
            throw unexpected();
        }
    }

    private boolean takeKeyword(String word) throws JqSyntaxException {
        if (!token.isKeyword(word)) {
            return false;
        }
        advance();
        return true;
    }

    private void expectKeyword(String word) throws JqSyntaxException {
        if (!takeKeyword(word)) {
            throw unexpected();
        }
    }

    String expectName() throws JqSyntaxException {
        if (token.sort() != JqLexer.Sort.NAME) {
            throw unexpected();
        }
        String name = token.text();
        advance();
        return name;
    }

    JqSyntaxException unexpected() {
        return new JqSyntaxException(
                "syntax error, unexpected " + token.shown() + " at position " + (token.start() + 1),
                token.start());
    }

    void enter() throws JqSyntaxException {
        if (++nesting > NESTING_MAX) {
            throw new JqSyntaxException(
                    "the program lies deeper in itself than " + NESTING_MAX, token.start());
        }
    }

    void leave() {
        nesting--;
    }

    Syntax expression() throws JqSyntaxException {
        return expression(false);
    }

    private Syntax expression(boolean top) throws JqSyntaxException {
        enter();
        List<Syntax> stages = new ArrayList<>();
        do {
            stages.add(top ? topPart() : commas());
        } while (takeSign("|"));
        leave();
        return stages.size() == 1 ? stages.getFirst() : new Syntax.Pipe(stages);
    }

    /// At the top functions may stand alone.
    private Syntax topPart() throws JqSyntaxException {
        if (!token.isKeyword("def")) {
            return commas();
        }
        enter();
        Syntax.Definition definition = definition();
        Syntax body = isAtEnd() ? new Syntax.Identity() : expression(true);
        leave();
        return new Syntax.Where(definition, body);
    }

    private Syntax commas() throws JqSyntaxException {
        List<Syntax> parts = new ArrayList<>();
        do {
            parts.add(operators(ALTERNATIVE));
        } while (takeSign(","));
        return parts.size() == 1 ? parts.getFirst() : new Syntax.Comma(parts);
    }

    /// Everything from here on that holds together at least so strongly.
    private Syntax operators(int least) throws JqSyntaxException {
        enter();
        int entered = 1;
        Syntax left = prefix();
        while (true) {
            int strength = strength();
            if (strength < least || strength == 0) {
                break;
            }
            // Operators in a row nest to the left.
            enter();
            entered++;
            left = operation(left, strength);
            if ((strength == UPDATE || strength == COMPARISON) && strength() == strength) {
                throw unexpected();
            }
        }
        for (int i = 0; i < entered; i++) {
            leave();
        }
        return left;
    }

    private int strength() {
        if (token.isKeyword("or")) {
            return OR;
        }
        if (token.isKeyword("and")) {
            return AND;
        }
        if (token.sort() != JqLexer.Sort.SIGN) {
            return 0;
        }
        return switch (token.text()) {
            case "//" -> ALTERNATIVE;
            case "=", "|=", "+=", "-=", "*=", "/=", "%=", "//=" -> UPDATE;
            case "==", "!=", "<", "<=", ">", ">=" -> COMPARISON;
            case "+", "-" -> SUM;
            case "*", "/", "%" -> PRODUCT;
            case "?" -> OPTIONAL;
            default -> 0;
        };
    }

    private Syntax operation(Syntax left, int strength) throws JqSyntaxException {
        String operator = token.text();
        int position = token.start();
        advance();
        return switch (strength) {
            case OPTIONAL -> new Syntax.Try(left, null);
            case ALTERNATIVE -> new Syntax.Alternative(left, operators(ALTERNATIVE));
            case UPDATE -> new Syntax.Update(operator, left, operators(UPDATE + 1));
            case OR -> new Syntax.Logic(false, left, operators(OR + 1));
            case AND -> new Syntax.Logic(true, left, operators(AND + 1));
            default -> folded(operator, left, operators(strength + 1), position);
        };
    }

    /// jq computes what stands between numbers when it compiles, and refuses a division by nothing.
    private static Syntax folded(String operator, Syntax left, Syntax right, int position)
            throws JqSyntaxException {
        if (operator.equals("/")
                && left instanceof Syntax.Literal(JqNumber _)
                && right instanceof Syntax.Literal(JqNumber(double divisor))
                && divisor == 0) {
            throw new JqSyntaxException("Division by zero?", position);
        }
        return new Syntax.Operation(operator, left, right);
    }

    private Syntax prefix() throws JqSyntaxException {
        if (token.sort() == JqLexer.Sort.KEYWORD) {
            switch (token.text()) {
                case "def" -> {
                    Syntax.Definition definition = definition();
                    return new Syntax.Where(definition, expression());
                }
                case "reduce" -> {
                    return reduce();
                }
                case "foreach" -> {
                    return foreach();
                }
                case "if" -> {
                    advance();
                    return conditional();
                }
                case "try" -> {
                    return attempt();
                }
                case "label" -> {
                    return label();
                }
                default -> {}
            }
        }
        if (takeSign("-")) {
            return new Syntax.Negation(operators(PRODUCT));
        }
        Syntax term = terms.term();
        if (!takeKeyword("as")) {
            return term;
        }
        List<Syntax.Pattern> patterns = terms.patterns();
        expectSign("|");
        return new Syntax.As(term, patterns, expression());
    }

    private Syntax.Definition definition() throws JqSyntaxException {
        expectKeyword("def");
        String name = expectName();
        List<String> parameters = new ArrayList<>();
        if (takeSign("(")) {
            do {
                String sigil = takeSign("$") ? "$" : "";
                parameters.add(sigil + expectName());
            } while (takeSign(";"));
            expectSign(")");
        }
        expectSign(":");
        Syntax body = expression();
        expectSign(";");
        return new Syntax.Definition(name, List.copyOf(parameters), body);
    }

    private Syntax reduce() throws JqSyntaxException {
        advance();
        Syntax source = terms.term();
        expectKeyword("as");
        List<Syntax.Pattern> patterns = terms.patterns();
        expectSign("(");
        Syntax start = expression();
        expectSign(";");
        Syntax update = expression();
        expectSign(")");
        return new Syntax.Reduce(source, patterns, start, update);
    }

    private Syntax foreach() throws JqSyntaxException {
        advance();
        Syntax source = terms.term();
        expectKeyword("as");
        List<Syntax.Pattern> patterns = terms.patterns();
        expectSign("(");
        Syntax start = expression();
        expectSign(";");
        Syntax update = expression();
        @Nullable Syntax extract = takeSign(";") ? expression() : null;
        expectSign(")");
        return new Syntax.Foreach(source, patterns, start, update, extract);
    }

    private Syntax conditional() throws JqSyntaxException {
        enter();
        Syntax condition = expression();
        expectKeyword("then");
        Syntax then = expression();
        Syntax otherwise;
        if (takeKeyword("elif")) {
            otherwise = conditional();
        } else {
            expectKeyword("else");
            otherwise = expression();
            expectKeyword("end");
        }
        leave();
        return new Syntax.If(condition, then, otherwise);
    }

    private Syntax attempt() throws JqSyntaxException {
        advance();
        Syntax body = operators(TRY);
        @Nullable Syntax handler = takeKeyword("catch") ? operators(TRY) : null;
        return new Syntax.Try(body, handler);
    }

    private Syntax label() throws JqSyntaxException {
        advance();
        expectSign("$");
        String name = expectName();
        expectSign("|");
        return new Syntax.Label(name, expression());
    }
}
