package io.hydrant.jq;

/// jq's null. There is one.
public final class JqNull implements JqValue {
    public static final JqNull NULL = new JqNull();

    private JqNull() {}

    @Override
    public Kind kind() {
        return Kind.NULL;
    }

    @Override
    public boolean isTruthy() {
        return false;
    }

    @Override
    public String toString() {
        return "null";
    }
}
