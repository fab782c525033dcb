package io.hydrant.jq;

/// jq's true or false. There is one of each.
public final class JqBoolean implements JqValue {
    public static final JqBoolean TRUE = new JqBoolean(true);
    public static final JqBoolean FALSE = new JqBoolean(false);

    private final boolean value;

    private JqBoolean(boolean value) {
        this.value = value;
    }

    public static JqBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public boolean value() {
        return value;
    }

    @Override
    public Kind kind() {
        return value ? Kind.TRUE : Kind.FALSE;
    }

    @Override
    public boolean isTruthy() {
        return value;
    }

    @Override
    public String toString() {
        return json();
    }
}
