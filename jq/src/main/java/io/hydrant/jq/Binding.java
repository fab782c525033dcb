package io.hydrant.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes of variables: what they hold, and `A as PATTERN | B`.
final class Binding {
    /// Takes the environment in which a pattern's variables are bound.
    @FunctionalInterface
    interface Bound {
        void in(@Nullable Env env);
    }

    private Binding() {}

    static final class Variable extends Node.Single {
        private final int bindings;

        Variable(int bindings) {
            this.bindings = bindings;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.steps(bindings / 16);
            return (JqValue) Env.at(env, bindings);
        }

        @Override
        Reach reach(Reach after) {
            return Reach.NOTHING;
        }

        @Override
        int weigh() {
            return 1;
        }
    }

    /// What takes a value apart, one variable after the other. The nodes in it see the value that
    /// the whole expression takes.
    sealed interface Target {
        void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out);

        /// One variable, the next in the environment.
        record Name() implements Target {
            @Override
            public void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                out.in(new Env(value, env));
            }
        }

        /// The variable of a pattern of several, which all lie in the environment already.
        record Slot(int bindings) implements Target {
            @Override
            public void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                out.in(replaced(env, bindings, value));
            }

            private static Env replaced(@Nullable Env env, int bindings, JqValue value) {
                if (env == null) {
                    throw new IllegalStateException("no such variable");
                }
                return bindings == 0
                        ? new Env(value, env.outer())
                        : new Env(env.held(), replaced(env.outer(), bindings - 1, value));
            }
        }

        record Items(List<Target> items) implements Target {
            @Override
            public void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                from(0, run, env, in, value, out);
            }

            private void from(
                    int item, Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                if (item == items.size()) {
                    out.in(env);
                    return;
                }
                run.meter.step();
                JqValue found = PathAccess.get(run, value, new JqNumber(item));
                items.get(item)
                        .bind(
                                run,
                                env,
                                in,
                                found,
                                bound -> from(item + 1, run, bound, in, value, out));
            }
        }

        record Members(List<Part> parts) implements Target {
            /// A member: what takes it whole, its key, what takes it apart.
            record Part(@Nullable Target whole, Node key, @Nullable Target value) {}

            @Override
            public void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                from(0, run, env, in, value, out);
            }

            private void from(
                    int index, Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
                if (index == parts.size()) {
                    out.in(env);
                    return;
                }
                Part part = parts.get(index);
                part.key()
                        .each(
                                run,
                                env,
                                in,
                                key -> {
                                    JqValue found = member(run, value, key);
                                    part(
                                            part,
                                            run,
                                            env,
                                            in,
                                            found,
                                            bound -> from(index + 1, run, bound, in, value, out));
                                });
            }

            private static JqValue member(Run run, JqValue value, JqValue key) {
                run.meter.step();
                if (!(key instanceof JqString)) {
                    throw new Raised(
                            "Cannot index " + value.kind().word() + " with " + key.kind().word());
                }
                return PathAccess.get(run, value, key);
            }

            private static void part(
                    Part part, Run run, @Nullable Env env, JqValue in, JqValue found, Bound out) {
                Target whole = part.whole();
                Target value = part.value();
                if (whole == null) {
                    if (value != null) {
                        value.bind(run, env, in, found, out);
                    }
                    return;
                }
                if (value == null) {
                    whole.bind(run, env, in, found, out);
                    return;
                }
                whole.bind(run, env, in, found, bound -> value.bind(run, bound, in, found, out));
            }
        }
    }

    /// One pattern, or several of which the first that does is taken: `?//`.
    record Targets(List<Target> alternatives, int variables) {
        /// Binds the value's parts. What goes wrong with one pattern, be it further on, makes way
        /// for the next.
        void bind(Run run, @Nullable Env env, JqValue in, JqValue value, Bound out) {
            if (alternatives.size() == 1) {
                alternatives.getFirst().bind(run, env, in, value, out);
                return;
            }
            Env blank = env;
            for (int i = 0; i < variables; i++) {
                blank = new Env(JqNull.NULL, blank);
            }
            for (int i = 0; i < alternatives.size(); i++) {
                try {
                    run.meter.step();
                    alternatives.get(i).bind(run, blank, in, value, out);
                    return;
                } catch (Raised error) {
                    if (i == alternatives.size() - 1) {
                        throw error;
                    }
                }
            }
        }

        /// How much of the stack the patterns may take.
        int weight() {
            return 1 + variables * 2;
        }

        boolean isName() {
            return alternatives.size() == 1 && alternatives.getFirst() instanceof Target.Name;
        }
    }

    /// `A as PATTERN | B`
    static final class As extends Node.Joint {
        private final Node source;
        private final Targets targets;
        private final Node body;

        As(Node source, Targets targets, Node body) {
            super(targets.isName() && areSingle(source, body));
            this.source = source;
            this.targets = targets;
            this.body = body;
        }

        Node body() {
            return body;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = source.one(run, env, in);
            return value == null ? null : body.one(run, new Env(value, env), in);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            source.each(
                    run,
                    env,
                    in,
                    value ->
                            targets.bind(
                                    run, env, in, value, bound -> body.each(run, bound, in, out)));
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            source.each(
                    run,
                    env,
                    in,
                    value ->
                            targets.bind(
                                    run,
                                    env,
                                    in,
                                    value,
                                    bound -> body.paths(run, bound, trail, in, out)));
        }

        @Override
        Reach reach(Reach after) {
            return targets.isName() ? source.reach(Reach.ALL).or(body.reach(after)) : Reach.ALL;
        }

        @Override
        int weigh() {
            return weightOf(source, body) + targets.weight();
        }
    }
}
