package io.hydrant.jq;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of what other programs give: the first of it, a part of it, whether there is any.
final class Streams {
    private Streams() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        functions.put("empty/0", _ -> new Empty());
        functions.put("select/1", a -> new Select(a.getFirst()));
        functions.put("first/1", a -> new First(a.getFirst()));
        functions.put("limit/2", a -> new Limit(a.getFirst(), a.getLast()));
        functions.put("any/0", _ -> new Any(each(), new Access.Identity(), true));
        functions.put("any/1", a -> new Any(each(), a.getFirst(), true));
        functions.put("any/2", a -> new Any(a.getFirst(), a.getLast(), true));
        functions.put("all/0", _ -> new Any(each(), new Access.Identity(), false));
        functions.put("all/1", a -> new Any(each(), a.getFirst(), false));
        functions.put("all/2", a -> new Any(a.getFirst(), a.getLast(), false));
    }

    private static Node each() {
        return new Access.Iterate(new Access.Identity(), false);
    }

    /// The first value of the node, or null if there is none. Nothing is evaluated after it.
    static @Nullable JqValue first(Run run, @Nullable Env env, Node node, JqValue in) {
        if (node.isSingle()) {
            return node.one(run, env, in);
        }
        JqObject label = run.newLabel();
        JqValue[] found = new JqValue[1];
        try {
            node.each(
                    run,
                    env,
                    in,
                    value -> {
                        found[0] = value;
                        throw new Raised(label);
                    });
        } catch (Raised error) {
            Catching.passOn(error, label);
        }
        return found[0];
    }

    private static final class Empty extends Node.Single {
        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            return null;
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

    static final class Select extends Node.Joint {
        private final Node condition;

        Select(Node condition) {
            super(condition.isSingle());
            this.condition = condition;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            JqValue decision = condition.one(run, env, in);
            return decision != null && decision.isTruthy() ? in : null;
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            condition.each(
                    run,
                    env,
                    in,
                    decision -> {
                        run.meter.step();
                        if (decision.isTruthy()) {
                            out.take(in);
                        }
                    });
        }

        @Override
        Reach reach(Reach after) {
            return condition.reach(Reach.NOTHING).or(after);
        }

        @Override
        int weigh() {
            return weightOf(condition);
        }
    }

    /// `first(A)`, which is `label $out | A | ., break $out`.
    private static final class First extends Node.Joint {
        private final Node body;

        First(Node body) {
            super(body.isSingle());
            this.body = body;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            return body.one(run, env, in);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            JqObject label = run.newLabel();
            try {
                body.each(
                        run,
                        env,
                        in,
                        value -> {
                            out.take(value);
                            throw new Raised(label);
                        });
            } catch (Raised error) {
                Catching.passOn(error, label);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            JqObject label = run.newLabel();
            try {
                body.paths(
                        run,
                        env,
                        trail,
                        in,
                        (way, value) -> {
                            out.take(way, value);
                            throw new Raised(label);
                        });
            } catch (Raised error) {
                Catching.passOn(error, label);
            }
        }

        @Override
        Reach reach(Reach after) {
            return body.reach(after);
        }

        @Override
        int weigh() {
            return weightOf(body);
        }
    }

    /// `limit(N; A)`. As in jq 1.6 a limit of zero still lets one value pass, and one below zero
    /// all.
    private static final class Limit extends Node.Many {
        private final Node count;
        private final Node body;

        Limit(Node count, Node body) {
            this.count = count;
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            paths(run, env, Trail.from(in), in, (_, value) -> out.take(value), false);
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            paths(run, env, trail, in, out, true);
        }

        private void paths(
                Run run,
                @Nullable Env env,
                Trail trail,
                JqValue in,
                PathOutlet out,
                boolean withPaths) {
            count.each(
                    run,
                    env,
                    in,
                    limit -> {
                        if (Ordering.compare(limit, JqNumber.ZERO) < 0) {
                            body(run, env, trail, in, out, withPaths);
                        } else {
                            limited(limit, run, env, trail, in, out, withPaths);
                        }
                    });
        }

        private void body(
                Run run,
                @Nullable Env env,
                Trail trail,
                JqValue in,
                PathOutlet out,
                boolean withPaths) {
            if (withPaths) {
                body.paths(run, env, trail, in, out);
            } else {
                body.each(run, env, in, value -> out.take(trail, value));
            }
        }

        private void limited(
                JqValue limit,
                Run run,
                @Nullable Env env,
                Trail trail,
                JqValue in,
                PathOutlet out,
                boolean withPaths) {
            if (!(limit instanceof JqNumber(double number))) {
                throw new Raised(
                        Arithmetic.twoTypes(limit, new JqNumber(1)) + " cannot be subtracted");
            }
            JqObject label = run.newLabel();
            double[] left = {number};
            try {
                body(
                        run,
                        env,
                        trail,
                        in,
                        (way, value) -> {
                            run.meter.step();
                            left[0]--;
                            double now = left[0];
                            out.take(way, value);
                            if (now <= 0) {
                                throw new Raised(label);
                            }
                        },
                        withPaths);
            } catch (Raised error) {
                Catching.passOn(error, label);
            }
        }

        @Override
        int weigh() {
            return weightOf(count, body) + 1;
        }
    }

    /// `any(A; B)` or `all(A; B)`: as in jq 1.6 one more value of A is evaluated than it takes.
    private static final class Any extends Node.Single {
        private final Node source;
        private final Node condition;
        private final boolean any;

        Any(Node source, Node condition, boolean any) {
            this.source = source;
            this.condition = condition;
            this.any = any;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            boolean[] decided = new boolean[1];
            JqObject label = run.newLabel();
            try {
                source.each(
                        run,
                        env,
                        in,
                        value -> {
                            run.meter.step();
                            if (decided[0]) {
                                throw new Raised(label);
                            }
                            condition.each(
                                    run,
                                    env,
                                    value,
                                    decision -> decided[0] |= decision.isTruthy() == any);
                        });
            } catch (Raised error) {
                Catching.passOn(error, label);
            }
            return JqBoolean.of(decided[0] == any);
        }

        @Override
        Reach reach(Reach after) {
            return source.reach(Reach.ALL);
        }

        @Override
        int weigh() {
            return weightOf(source, condition);
        }
    }
}
