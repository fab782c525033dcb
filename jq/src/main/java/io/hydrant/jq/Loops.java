package io.hydrant.jq;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that go on from value to value: `range`, `until`, `while`, `repeat`, `recurse`.
final class Loops {
    private Loops() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        functions.put(
                "range/1", a -> new Range(new Construction.Literal(JqNumber.ZERO), a.getFirst()));
        functions.put("range/2", a -> new Range(a.getFirst(), a.getLast()));
        functions.put("until/2", a -> new Loop(a.getFirst(), a.getLast(), true));
        functions.put("while/2", a -> new Loop(a.getFirst(), a.getLast(), false));
        functions.put("repeat/1", a -> new Repeat(a.getFirst()));
        functions.put("recurse/0", _ -> new Recurse(children()));
        functions.put("recurse_down/0", _ -> new Recurse(children()));
        functions.put("recurse/1", a -> new Recurse(a.getFirst()));
        functions.put(
                "recurse/2",
                a ->
                        new Recurse(
                                new Flow.Pipe(
                                        List.of(a.getFirst(), new Streams.Select(a.getLast())))));
    }

    private static Node children() {
        return new Access.Iterate(new Access.Identity(), true);
    }

    /// `range(A; B)`: the first varies slowest.
    private static final class Range extends Node.Many {
        private final Node from;
        private final Node to;

        Range(Node from, Node to) {
            this.from = from;
            this.to = to;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            from.each(
                    run,
                    env,
                    in,
                    first -> to.each(run, env, in, last -> count(run, first, last, out)));
        }

        private static void count(Run run, JqValue first, JqValue last, Outlet out) {
            if (!(first instanceof JqNumber(double from) && last instanceof JqNumber(double to))) {
                throw new Raised("Range bounds must be numeric");
            }
            for (double i = from; i < to; i++) {
                run.meter.step();
                out.take(new JqNumber(i));
            }
        }

        @Override
        Reach reach(Reach after) {
            return from.reach(Reach.ALL).or(to.reach(Reach.ALL));
        }

        @Override
        int weigh() {
            return weightOf(from, to);
        }
    }

    /// `until(A; B)` and `while(A; B)`. What has one value at a time goes round without nesting.
    private static final class Loop extends Node.Many {
        private final Node condition;
        private final Node next;
        private final boolean until;

        Loop(Node condition, Node next, boolean until) {
            this.condition = condition;
            this.next = next;
            this.until = until;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (!areSingle(condition, next)) {
                nested(run, env, in, out);
                return;
            }
            JqValue value = in;
            while (value != null) {
                run.meter.step();
                JqValue decision = condition.one(run, env, value);
                if (decision == null) {
                    return;
                }
                if (decision.isTruthy() == until) {
                    if (until) {
                        out.take(value);
                    }
                    return;
                }
                if (!until) {
                    out.take(value);
                }
                value = next.one(run, env, value);
            }
        }

        private void nested(Run run, @Nullable Env env, JqValue in, Outlet out) {
            int weight = weight();
            run.meter.enter(weight);
            try {
                condition.each(
                        run,
                        env,
                        in,
                        decision -> {
                            run.meter.step();
                            if (decision.isTruthy() == until) {
                                if (until) {
                                    out.take(in);
                                }
                                return;
                            }
                            if (!until) {
                                out.take(in);
                            }
                            next.each(run, env, in, value -> nested(run, env, value, out));
                        });
            } finally {
                run.meter.leave(weight);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            int weight = weight();
            run.meter.enter(weight);
            try {
                condition.each(
                        run,
                        env,
                        in,
                        decision -> {
                            run.meter.step();
                            if (decision.isTruthy() == until) {
                                if (until) {
                                    out.take(trail, in);
                                }
                                return;
                            }
                            if (!until) {
                                out.take(trail, in);
                            }
                            next.paths(
                                    run,
                                    env,
                                    trail,
                                    in,
                                    (way, value) -> paths(run, env, way, value, out));
                        });
            } finally {
                run.meter.leave(weight);
            }
        }

        @Override
        int weigh() {
            return weightOf(condition, next) + 2;
        }
    }

    /// `repeat(A)`: in jq 1.6 A again and again, always on the same input.
    private static final class Repeat extends Node.Many {
        private final Node body;

        Repeat(Node body) {
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            while (true) {
                run.meter.step();
                body.each(run, env, in, out);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            while (true) {
                run.meter.step();
                body.paths(run, env, trail, in, out);
            }
        }

        @Override
        int weigh() {
            return weightOf(body);
        }
    }

    /// `recurse(A)`: the input, and for each value that A gives the same.
    static final class Recurse extends Node.Many {
        private final Node body;

        Recurse(Node body) {
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (body.isSingle()) {
                for (JqValue value = in; value != null; value = body.one(run, env, value)) {
                    run.meter.step();
                    out.take(value);
                }
                return;
            }
            out.take(in);
            int weight = weight();
            run.meter.enter(weight);
            try {
                run.meter.step();
                body.each(run, env, in, value -> each(run, env, value, out));
            } finally {
                run.meter.leave(weight);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            out.take(trail, in);
            int weight = 2 * weight();
            run.meter.enter(weight);
            try {
                run.meter.step();
                body.paths(run, env, trail, in, (way, value) -> paths(run, env, way, value, out));
            } finally {
                run.meter.leave(weight);
            }
        }

        @Override
        int weigh() {
            return weightOf(body) + 1;
        }
    }
}
