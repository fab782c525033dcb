package io.hydrant.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes that say what is evaluated on what: pipes, commas, conditions, `//`, `and` and `or`.
final class Flow {
    private Flow() {}

    /// `A | B | C`. Single stages follow each other without any nesting.
    static final class Pipe extends Node.Joint {
        private final Node[] stages;

        Pipe(List<Node> stages) {
            super(areSingle(stages.toArray(new Node[0])));
            this.stages = stages.toArray(new Node[0]);
        }

        Node last() {
            return stages[stages.length - 1];
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = in;
            for (Node stage : stages) {
                value = stage.one(run, env, value);
                if (value == null) {
                    return null;
                }
            }
            return value;
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            from(0, run, env, in, out);
        }

        private void from(int first, Run run, @Nullable Env env, JqValue in, Outlet out) {
            JqValue value = in;
            for (int i = first; i < stages.length; i++) {
                Node stage = stages[i];
                if (!stage.isSingle()) {
                    if (i == stages.length - 1) {
                        stage.each(run, env, value, out);
                    } else {
                        int next = i + 1;
                        stage.each(run, env, value, made -> from(next, run, env, made, out));
                    }
                    return;
                }
                JqValue made = stage.one(run, env, value);
                if (made == null) {
                    return;
                }
                value = made;
            }
            out.take(value);
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            pathsFrom(0, run, env, trail, in, out);
        }

        private void pathsFrom(
                int stage, Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            if (stage == stages.length - 1) {
                stages[stage].paths(run, env, trail, in, out);
                return;
            }
            stages[stage].paths(
                    run,
                    env,
                    trail,
                    in,
                    (way, value) -> pathsFrom(stage + 1, run, env, way, value, out));
        }

        @Override
        Reach reach(Reach after) {
            Reach reach = after;
            for (int i = stages.length - 1; i >= 0; i--) {
                reach = stages[i].reach(reach);
            }
            return reach;
        }

        @Override
        int weigh() {
            return weightOf(stages);
        }
    }

    /// `A, B`
    static final class Comma extends Node.Many {
        private final List<Node> parts;

        Comma(List<Node> parts) {
            this.parts = parts;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            for (Node part : parts) {
                run.meter.step();
                part.each(run, env, in, out);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            for (Node part : parts) {
                run.meter.step();
                part.paths(run, env, trail, in, out);
            }
        }

        @Override
        Reach reach(Reach after) {
            Reach all = Reach.NOTHING;
            for (Node part : parts) {
                all = all.or(part.reach(after));
            }
            return all;
        }

        @Override
        int weigh() {
            return weightOf(parts.toArray(new Node[0]));
        }
    }

    /// `if A then B else C end`
    static final class If extends Node.Joint {
        private final Node condition;
        private final Node then;
        private final Node otherwise;

        If(Node condition, Node then, Node otherwise) {
            super(areSingle(condition, then, otherwise));
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        private Node chosen(Run run, JqValue decision) {
            run.meter.step();
            return decision.isTruthy() ? then : otherwise;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue decision = condition.one(run, env, in);
            return decision == null ? null : chosen(run, decision).one(run, env, in);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (condition.isSingle()) {
                JqValue decision = condition.one(run, env, in);
                if (decision != null) {
                    chosen(run, decision).each(run, env, in, out);
                }
                return;
            }
            condition.each(run, env, in, decision -> chosen(run, decision).each(run, env, in, out));
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            condition.each(
                    run,
                    env,
                    in,
                    decision -> chosen(run, decision).paths(run, env, trail, in, out));
        }

        @Override
        Reach reach(Reach after) {
            return condition.reach(Reach.NOTHING).or(then.reach(after)).or(otherwise.reach(after));
        }

        @Override
        int weigh() {
            return weightOf(condition, then, otherwise);
        }
    }

    /// `A // B`: what A gives of truth, or else what B gives.
    static final class Alternative extends Node.Joint {
        private final Node first;
        private final Node second;

        Alternative(Node first, Node second) {
            super(areSingle(first, second));
            this.first = first;
            this.second = second;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = first.one(run, env, in);
            return value != null && value.isTruthy() ? value : second.one(run, env, in);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            boolean[] found = new boolean[1];
            first.each(
                    run,
                    env,
                    in,
                    value -> {
                        if (value.isTruthy()) {
                            found[0] = true;
                            out.take(value);
                        }
                    });
            if (!found[0]) {
                second.each(run, env, in, out);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            boolean[] found = new boolean[1];
            first.paths(
                    run,
                    env,
                    trail,
                    in,
                    (way, value) -> {
                        if (value.isTruthy()) {
                            found[0] = true;
                            out.take(way, value);
                        }
                    });
            if (!found[0]) {
                second.paths(run, env, trail, in, out);
            }
        }

        @Override
        Reach reach(Reach after) {
            return first.reach(after).or(second.reach(after));
        }

        @Override
        int weigh() {
            return weightOf(first, second);
        }
    }

    /// `A and B`, `A or B`: B is evaluated only if A does not decide.
    static final class Logic extends Node.Joint {
        private final boolean conjunction;
        private final Node left;
        private final Node right;

        Logic(boolean conjunction, Node left, Node right) {
            super(areSingle(left, right));
            this.conjunction = conjunction;
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue first = left.one(run, env, in);
            if (first == null) {
                return null;
            }
            if (first.isTruthy() != conjunction) {
                return JqBoolean.of(!conjunction);
            }
            JqValue second = right.one(run, env, in);
            return second == null ? null : JqBoolean.of(second.isTruthy());
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            left.each(
                    run,
                    env,
                    in,
                    first -> {
                        if (first.isTruthy() != conjunction) {
                            out.take(JqBoolean.of(!conjunction));
                        } else {
                            right.each(
                                    run,
                                    env,
                                    in,
                                    second -> out.take(JqBoolean.of(second.isTruthy())));
                        }
                    });
        }

        @Override
        Reach reach(Reach after) {
            return left.reach(Reach.NOTHING).or(right.reach(Reach.NOTHING));
        }

        @Override
        int weigh() {
            return weightOf(left, right);
        }
    }
}
