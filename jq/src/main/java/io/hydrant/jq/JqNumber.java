package io.hydrant.jq;

/// A number of jq 1.6, which is a double: of 9007199254740993 it keeps 9007199254740992.
///
/// @param value the number, which may be infinite or not a number
public record JqNumber(double value) implements JqValue {
    static final JqNumber ZERO = new JqNumber(0);

    /// The number as C converts it to an int, when it fits.
    int toInt() {
        return (int) value;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JqNumber number && Ordering.compare(this, number) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(value + 0.0);
    }

    @Override
    public String toString() {
        return json();
    }
}
