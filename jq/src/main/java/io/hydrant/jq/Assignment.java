package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// Nodes that give their input with something else at paths: `=`, `|=`, `+=` and the like.
final class Assignment {
    private Assignment() {}

    /// Makes a value of what was there.
    @FunctionalInterface
    private interface Change {
        @Nullable JqValue of(JqValue before);
    }

    private static JqValue changed(
            Run run, @Nullable Env env, Node target, JqValue in, Change change) {
        JqValue[] state = {in};
        target.paths(
                run,
                env,
                Trail.from(in),
                in,
                (trail, value) -> {
                    trail.finish(value);
                    run.meter.step();
                    JqArray path = PathAccess.path(trail.path(run));
                    JqValue after = change.of(PathAccess.getPath(run, state[0], path));
                    state[0] =
                            after == null
                                    ? PathAccess.deletePaths(run, state[0], JqArray.of(path))
                                    : PathAccess.setPath(run, state[0], path, 0, after);
                });
        return state[0];
    }

    /// `A = B`
    static final class Assign extends Node.Joint {
        private final Node target;
        private final Node source;

        Assign(Node target, Node source) {
            super(source.isSingle());
            this.target = target;
            this.source = source;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = source.one(run, env, in);
            return value == null ? null : assigned(run, env, in, value);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            source.each(run, env, in, value -> out.take(assigned(run, env, in, value)));
        }

        private JqValue assigned(Run run, @Nullable Env env, JqValue in, JqValue value) {
            return changed(run, env, target, in, _ -> value);
        }

        @Override
        int weigh() {
            return weightOf(target, source);
        }
    }

    /// `A |= B`: B's first value, or nothing at all in place of what was there.
    static final class Modify extends Node.Single {
        private final Node target;
        private final Node update;

        Modify(Node target, Node update) {
            this.target = target;
            this.update = update;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            return changed(run, env, target, in, before -> Streams.first(run, env, update, before));
        }

        @Override
        int weigh() {
            return weightOf(target, update);
        }
    }

    /// `A += B` and the like, and `A //= B`: B is evaluated on the whole input.
    static final class Combine extends Node.Joint {
        private final Node target;
        private final Node source;
        private final Arithmetic.Operator operator;

        Combine(Node target, Node source, Arithmetic.Operator operator) {
            super(source.isSingle());
            this.target = target;
            this.source = source;
            this.operator = operator;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = source.one(run, env, in);
            return value == null ? null : combined(run, env, in, value);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            source.each(run, env, in, value -> out.take(combined(run, env, in, value)));
        }

        private JqValue combined(Run run, @Nullable Env env, JqValue in, JqValue value) {
            return changed(run, env, target, in, before -> operator.apply(run, before, value));
        }

        @Override
        int weigh() {
            return weightOf(target, source);
        }
    }
}
