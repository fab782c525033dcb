package io.hydrant.jq;

/// A string of jq. Its characters are code points: none is half of a pair.
///
/// @param value the characters
public record JqString(String value) implements JqValue {
    static final JqString EMPTY = new JqString("");

    /// How many code points there are.
    int length() {
        return value.codePointCount(0, value.length());
    }

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public String toString() {
        return json();
    }
}
