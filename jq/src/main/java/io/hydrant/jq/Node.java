package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// A piece of a compiled program: takes a value, and gives any number of values to an [Outlet], or
/// raises an error. It keeps nothing between evaluations, and any thread may evaluate it.
///
/// Most pieces of most programs are *single*: they give one value or none, whatever they take.
/// These answer without an outlet, which is what makes simple programs fast.
abstract class Node {
    /// Zero until it is computed.
    private int weight;

    /// Takes the values of a node, one after the other.
    @FunctionalInterface
    interface Outlet {
        void take(JqValue value);
    }

    /// Takes values together with the paths that lead to them.
    @FunctionalInterface
    interface PathOutlet {
        void take(Trail trail, JqValue value);
    }

    /// Whether this never gives more than one value.
    abstract boolean isSingle();

    /// The one value of a single node, or null for none.
    abstract @Nullable JqValue one(Run run, @Nullable Env env, JqValue in);

    /// Gives all values to the outlet.
    abstract void each(Run run, @Nullable Env env, JqValue in, Outlet out);

    /// Gives all values, and where they lie within the value that the path expression began with.
    void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
        each(run, env, in, value -> out.take(trail, value));
    }

    /// How many pieces this has at most at work at one time: what it takes of the stack.
    final int weight() {
        int known = weight;
        if (known == 0) {
            known = weigh();
            weight = known;
        }
        return known;
    }

    /// Computes [#weight].
    abstract int weigh();

    /// What of its input this reaches, if of what it gives no more than this is reached.
    Reach reach(Reach after) {
        return Reach.ALL;
    }

    /// A node of which nobody knows how many values it gives.
    abstract static class Many extends Node {
        @Override
        final boolean isSingle() {
            return false;
        }

        @Override
        final @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            throw new IllegalStateException("not a single node");
        }
    }

    /// A node that gives one value or none.
    abstract static class Single extends Node {
        @Override
        final boolean isSingle() {
            return true;
        }

        @Override
        final void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            JqValue value = one(run, env, in);
            if (value != null) {
                out.take(value);
            }
        }
    }

    /// A node that is single if all its parts are.
    abstract static class Joint extends Node {
        private final boolean single;

        Joint(boolean single) {
            this.single = single;
        }

        @Override
        final boolean isSingle() {
            return single;
        }

        @Override
        final void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (single) {
                JqValue value = one(run, env, in);
                if (value != null) {
                    out.take(value);
                }
            } else {
                many(run, env, in, out);
            }
        }

        abstract void many(Run run, @Nullable Env env, JqValue in, Outlet out);
    }

    static boolean areSingle(Node... nodes) {
        for (Node node : nodes) {
            if (!node.isSingle()) {
                return false;
            }
        }
        return true;
    }

    static int weightOf(Node... nodes) {
        int weight = 1;
        for (Node node : nodes) {
            weight += node.weight();
        }
        return weight;
    }
}
