package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// The way to a value from where a path expression began.
///
/// @param parent the way to what holds the value; null at the beginning
/// @param key where in it the value lies
/// @param at the value. A way can only go on from this very value: after anything that makes
///   another, jq calls the path invalid.
/// @param length how many keys there are
record Trail(@Nullable Trail parent, JqValue key, JqValue at, int length) {
    static Trail from(JqValue root) {
        return new Trail(null, JqNull.NULL, root, 0);
    }

    Trail to(Run run, JqValue key, JqValue value) {
        run.meter.items(1);
        return new Trail(this, key, value, length + 1);
    }

    /// As in jq, numbers are the same if they are equal, and all else if it is one and the same.
    @SuppressWarnings("ReferenceEquality")
    boolean isIntact(JqValue value) {
        if (value instanceof JqNumber(double number)) {
            return at instanceof JqNumber(double other)
                    && Double.doubleToRawLongBits(number) == Double.doubleToRawLongBits(other);
        }
        return value == at;
    }

    JqArray path(Run run) {
        JqValue[] keys = new JqValue[length];
        Trail step = this;
        for (int i = length - 1; i >= 0 && step != null; i--) {
            keys[i] = step.key();
            step = step.parent();
        }
        return run.array(keys);
    }

    /// The end of a path expression with this result.
    void finish(JqValue result) {
        if (!isIntact(result)) {
            throw new Raised("Invalid path expression with result " + JqText.truncated(result, 30));
        }
    }

    void checkAccess(JqValue target, JqValue key) {
        if (!isIntact(target)) {
            throw new Raised(
                    "Invalid path expression near attempt to access element "
                            + JqText.truncated(key, 15)
                            + " of "
                            + JqText.truncated(target, 30));
        }
    }

    void checkIteration(JqValue target) {
        if (!isIntact(target)) {
            throw new Raised(
                    "Invalid path expression near attempt to iterate through "
                            + JqText.truncated(target, 15));
        }
    }
}
