package io.hydrant.jq;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Nodes that lead into values: `.`, `.key`, `.[KEY]`, `.[FROM:TO]`, `.[]`.
final class Access {
    private Access() {}

    /// `.`
    static final class Identity extends Node.Single {
        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            return in;
        }

        @Override
        Reach reach(Reach after) {
            return after;
        }

        @Override
        int weigh() {
            return 1;
        }
    }

    /// A member whose name stands in the program.
    static final class Field extends Node.Joint {
        private final Node target;
        private final String name;
        private final JqString key;
        private final boolean optional;

        Field(Node target, String name, boolean optional) {
            super(target.isSingle());
            this.target = target;
            this.name = name;
            this.key = new JqString(name);
            this.optional = optional;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue value = target.one(run, env, in);
            return value == null ? null : get(run, value);
        }

        private @Nullable JqValue get(Run run, JqValue value) {
            run.meter.step();
            if (optional && !(value instanceof JqObject) && value != JqNull.NULL) {
                return null;
            }
            return PathAccess.member(value, name);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            target.each(
                    run,
                    env,
                    in,
                    value -> {
                        JqValue found = get(run, value);
                        if (found != null) {
                            out.take(found);
                        }
                    });
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            target.paths(
                    run,
                    env,
                    trail,
                    in,
                    (way, value) -> {
                        way.checkAccess(value, key);
                        JqValue found = get(run, value);
                        if (found != null) {
                            out.take(way.to(run, key, found), found);
                        }
                    });
        }

        @Override
        Reach reach(Reach after) {
            return target.reach(new Reach(Map.of(name, after)));
        }

        @Override
        int weigh() {
            return 1 + target.weight();
        }
    }

    /// What lies at the values that a program gives.
    static final class Index extends Node.Joint {
        private final Node target;
        private final Node key;
        private final boolean optional;

        Index(Node target, Node key, boolean optional) {
            super(areSingle(target, key));
            this.target = target;
            this.key = key;
            this.optional = optional;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue at = key.one(run, env, in);
            JqValue value = at == null ? null : target.one(run, env, in);
            return value == null || at == null ? null : get(run, value, at);
        }

        private @Nullable JqValue get(Run run, JqValue value, JqValue at) {
            run.meter.step();
            if (!optional) {
                return PathAccess.get(run, value, at);
            }
            try {
                return PathAccess.get(run, value, at);
            } catch (Raised _) {
                return null;
            }
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            key.each(
                    run,
                    env,
                    in,
                    at ->
                            target.each(
                                    run,
                                    env,
                                    in,
                                    value -> {
                                        JqValue found = get(run, value, at);
                                        if (found != null) {
                                            out.take(found);
                                        }
                                    }));
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            key.each(
                    run,
                    env,
                    in,
                    at ->
                            target.paths(
                                    run,
                                    env,
                                    trail,
                                    in,
                                    (way, value) -> {
                                        way.checkAccess(value, at);
                                        JqValue found = get(run, value, at);
                                        if (found != null) {
                                            out.take(way.to(run, at, found), found);
                                        }
                                    }));
        }

        @Override
        Reach reach(Reach after) {
            return key.reach(Reach.ALL).or(target.reach(Reach.ALL));
        }

        @Override
        int weigh() {
            return weightOf(target, key) + 1;
        }
    }

    /// The key of a slice: an object of where it starts and ends.
    static final class SliceKey extends Node.Joint {
        private final Node from;
        private final Node to;

        SliceKey(Node from, Node to) {
            super(areSingle(from, to));
            this.from = from;
            this.to = to;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue start = from.one(run, env, in);
            JqValue end = start == null ? null : to.one(run, env, in);
            return start == null || end == null ? null : PathAccess.sliceKey(start, end);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            from.each(
                    run,
                    env,
                    in,
                    start ->
                            to.each(
                                    run,
                                    env,
                                    in,
                                    end -> out.take(PathAccess.sliceKey(start, end))));
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

    /// `.[]`
    static final class Iterate extends Node.Many {
        private final Node target;
        private final boolean optional;

        Iterate(Node target, boolean optional) {
            this.target = target;
            this.optional = optional;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (target.isSingle()) {
                JqValue value = target.one(run, env, in);
                if (value != null) {
                    spread(run, value, out);
                }
            } else {
                target.each(run, env, in, value -> spread(run, value, out));
            }
        }

        private void spread(Run run, JqValue value, Outlet out) {
            switch (value) {
                case JqArray array -> {
                    for (int i = 0; i < array.size(); i++) {
                        run.meter.step();
                        out.take(array.get(i));
                    }
                }
                case JqObject object -> {
                    for (int i = 0; i < object.size(); i++) {
                        run.meter.step();
                        out.take(object.value(i));
                    }
                }
                default -> refuse(value);
            }
        }

        private void refuse(JqValue value) {
            if (!optional) {
                throw new Raised("Cannot iterate over " + Arithmetic.typed(value));
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            target.paths(run, env, trail, in, (way, value) -> spread(run, way, value, out));
        }

        private void spread(Run run, Trail way, JqValue value, PathOutlet out) {
            way.checkIteration(value);
            switch (value) {
                case JqArray array -> {
                    for (int i = 0; i < array.size(); i++) {
                        run.meter.step();
                        out.take(way.to(run, new JqNumber(i), array.get(i)), array.get(i));
                    }
                }
                case JqObject object -> {
                    for (int i = 0; i < object.size(); i++) {
                        run.meter.step();
                        JqValue item = object.value(i);
                        out.take(way.to(run, new JqString(object.key(i)), item), item);
                    }
                }
                default -> refuse(value);
            }
        }

        @Override
        Reach reach(Reach after) {
            return target.reach(Reach.ALL);
        }

        @Override
        int weigh() {
            return 1 + target.weight();
        }
    }
}
