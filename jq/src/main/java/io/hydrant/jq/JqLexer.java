package io.hydrant.jq;

import java.util.List;
import java.util.Set;

/// Cuts a program into words and signs, one at a time. What lies between a string's quotes is the
/// parser's: it says where to go on.
final class JqLexer {
    /// What a piece of a program is.
    enum Sort {
        NAME,
        KEYWORD,
        FIELD,
        NUMBER,
        FORMAT,
        QUOTE,
        SIGN,
        END
    }

    /// A piece of a program.
    ///
    /// @param text what stands there; of a field the name without its dot, of a format that without
    ///   its `@`
    record Token(Sort sort, String text, int start, int end) {
        boolean isSign(String sign) {
            return sort == Sort.SIGN && text.equals(sign);
        }

        boolean isKeyword(String word) {
            return sort == Sort.KEYWORD && text.equals(word);
        }

        /// The token as a message names it.
        String shown() {
            return switch (sort) {
                case END -> "end of the program";
                case QUOTE -> "string";
                case FIELD -> "'." + text + "'";
                case FORMAT -> "'@" + text + "'";
                case NAME, KEYWORD, NUMBER, SIGN -> "'" + text + "'";
            };
        }
    }

    private static final Set<String> KEYWORDS =
            Set.of(
                    "as", "import", "include", "module", "def", "if", "then", "else", "elif", "and",
                    "or", "end", "reduce", "foreach", "try", "catch", "label", "break", "__loc__");

    /// The signs of several characters, those before which begin with them.
    private static final List<String> LONG_SIGNS =
            List.of(
                    "?//", "//=", "!=", "==", "|=", "+=", "-=", "*=", "/=", "%=", "<=", ">=", "//",
                    "..");

    private static final String SIGNS = ".?=;,:|+-*/%$<>[](){}";

    private final String source;
    private int at;

    JqLexer(String source) {
        this.source = source;
    }

    /// Goes on from there.
    void goTo(int position) {
        at = position;
    }

    Token next() throws JqSyntaxException {
        skipSpace();
        int start = at;
        if (at == source.length()) {
            return new Token(Sort.END, "", start, start);
        }
        char c = source.charAt(at);
        if (c == '"') {
            at++;
            return new Token(Sort.QUOTE, "\"", start, at);
        }
        if (isNameStart(c)) {
            String name = qualifiedName();
            return token(KEYWORDS.contains(name) ? Sort.KEYWORD : Sort.NAME, name, start);
        }
        if (c == '.' && isNameStart(peek(1))) {
            at++;
            return token(Sort.FIELD, name(), start);
        }
        if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            return token(Sort.NUMBER, number(), start);
        }
        if (c == '@' && isNamePart(peek(1))) {
            at++;
            return token(Sort.FORMAT, name(), start);
        }
        return sign(start);
    }

    private Token sign(int start) throws JqSyntaxException {
        for (String sign : LONG_SIGNS) {
            if (source.startsWith(sign, at)) {
                at += sign.length();
                return token(Sort.SIGN, sign, start);
            }
        }
        char c = source.charAt(at);
        if (SIGNS.indexOf(c) < 0) {
            throw new JqSyntaxException(
                    "syntax error, unexpected character '"
                            + Character.toString(source.codePointAt(at))
                            + "' at position "
                            + (at + 1),
                    at);
        }
        at++;
        return token(Sort.SIGN, String.valueOf(c), start);
    }

    private Token token(Sort sort, String text, int start) {
        return new Token(sort, text, start, at);
    }

    private void skipSpace() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int line = source.indexOf('\n', at);
                at = line < 0 ? source.length() : line;
            } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    /// A name, with those of modules before it.
    private String qualifiedName() {
        int start = at;
        name();
        while (source.startsWith("::", at) && isNameStart(peek(2))) {
            at += 2;
            name();
        }
        return source.substring(start, at);
    }

    private String name() {
        int start = at;
        while (isNamePart(peek(0))) {
            at++;
        }
        return source.substring(start, at);
    }

    private String number() {
        int start = at;
        skipDigits();
        if (peek(0) == '.') {
            at++;
            skipDigits();
        }
        int exponent = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
        if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(exponent))) {
            at += exponent;
            skipDigits();
        }
        return source.substring(start, at);
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}
