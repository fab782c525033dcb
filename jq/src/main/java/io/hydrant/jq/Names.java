package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// The names that are known at a place of a program, the innermost first, and how many of them are
/// bound in the environment there.
///
/// @param function what the name calls; null if it is a variable, a label or an argument, whose
///   value is in the environment
/// @param bindings how many bindings there are from here on outward
record Names(@Nullable Names outer, String name, Calls.@Nullable Function function, int bindings) {
    private static final String ARGUMENT = "/0";

    static Names none() {
        return new Names(null, "", null, 0);
    }

    /// With a variable `$NAME`, a label `*NAME`, or an argument `NAME/0`.
    Names binding(String bound) {
        return new Names(this, bound, null, bindings + 1);
    }

    Names variable(String variable) {
        return binding("$" + variable);
    }

    Names label(String label) {
        return binding("*" + label);
    }

    Names argument(String argument) {
        return binding(argument + ARGUMENT);
    }

    Names function(String called, Calls.Function function) {
        return new Names(this, called, function, bindings);
    }

    @Nullable Names find(String sought) {
        Names names = this;
        while (names != null && !names.name.equals(sought)) {
            names = names.outer;
        }
        return names;
    }

    /// How many bindings lie between this place and what that name is bound to.
    int outwardTo(Names found) {
        return bindings - found.bindings;
    }
}
