package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of paths: to find them, and to take, set and delete what lies there.
final class PathFunctions {
    private PathFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        functions.put("path/1", a -> new PathsOf(a.getFirst()));
        functions.put("del/1", a -> new Delete(a.getFirst()));
        functions.put("getpath/1", a -> new GetPath(a.getFirst()));
        functions.put("paths/0", _ -> new AllPaths(null));
        functions.put("paths/1", a -> new AllPaths(a.getFirst()));
        Natives.add(
                functions,
                "setpath",
                2,
                (run, in, a) -> PathAccess.setPath(run, in, PathAccess.path(a[0]), 0, a[1]));
        Natives.add(functions, "delpaths", PathAccess::deletePaths);
        functions.put("tostream/0", _ -> new ToStream());
    }

    /// `path(A)`
    private static final class PathsOf extends Node.Many {
        private final Node body;

        PathsOf(Node body) {
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            body.paths(
                    run,
                    env,
                    Trail.from(in),
                    in,
                    (trail, value) -> {
                        trail.finish(value);
                        out.take(trail.path(run));
                    });
        }

        @Override
        int weigh() {
            return weightOf(body) + 1;
        }
    }

    /// `del(A)`
    private static final class Delete extends Node.Single {
        private final Node body;

        Delete(Node body) {
            this.body = body;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            List<JqValue> paths = new ArrayList<>();
            body.paths(
                    run,
                    env,
                    Trail.from(in),
                    in,
                    (trail, value) -> {
                        trail.finish(value);
                        paths.add(trail.path(run));
                    });
            return PathAccess.deletePaths(run, in, run.array(paths));
        }

        @Override
        int weigh() {
            return weightOf(body) + 1;
        }
    }

    /// `getpath(A)`, which leads on within a path expression.
    private static final class GetPath extends Node.Joint {
        private final Node path;

        GetPath(Node path) {
            super(path.isSingle());
            this.path = path;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue keys = path.one(run, env, in);
            return keys == null ? null : PathAccess.getPath(run, in, PathAccess.path(keys));
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            path.each(
                    run,
                    env,
                    in,
                    keys -> out.take(PathAccess.getPath(run, in, PathAccess.path(keys))));
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            path.each(
                    run,
                    env,
                    in,
                    keys -> {
                        JqArray list = PathAccess.path(keys);
                        JqValue found = PathAccess.getPath(run, in, list);
                        trail.finish(in);
                        Trail way = trail;
                        for (int i = 0; i < list.size(); i++) {
                            way = way.to(run, list.get(i), found);
                        }
                        out.take(way, found);
                    });
        }

        @Override
        int weigh() {
            return weightOf(path) + 1;
        }
    }

    /// `paths` and `paths(A)`: of everything within the input, but not of the input.
    private static final class AllPaths extends Node.Many {
        private final @Nullable Node filter;
        private final Node everything =
                new Loops.Recurse(new Access.Iterate(new Access.Identity(), true));

        AllPaths(@Nullable Node filter) {
            this.filter = filter;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            everything.paths(
                    run,
                    env,
                    Trail.from(in),
                    in,
                    (trail, value) -> {
                        if (trail.length() == 0) {
                            return;
                        }
                        if (filter == null) {
                            out.take(trail.path(run));
                            return;
                        }
                        filter.each(
                                run,
                                env,
                                value,
                                decision -> {
                                    if (decision.isTruthy()) {
                                        out.take(trail.path(run));
                                    }
                                });
                    });
        }

        @Override
        int weigh() {
            return 6 + (filter == null ? 0 : filter.weight());
        }
    }

    /// `tostream`: each leaf with its path, and the end of each array and object.
    private static final class ToStream extends Node.Many {
        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            stream(run, Trail.from(in), in, out);
        }

        private static void stream(Run run, Trail trail, JqValue value, Outlet out) {
            run.meter.step();
            int size =
                    switch (value) {
                        case JqArray array -> array.size();
                        case JqObject object -> object.size();
                        case JqNull _, JqBoolean _, JqNumber _, JqString _ -> 0;
                    };
            if (size == 0) {
                out.take(run.array(trail.path(run), value));
                return;
            }
            run.meter.enter(2);
            try {
                children(run, trail, value, size, out);
            } finally {
                run.meter.leave(2);
            }
        }

        private static void children(Run run, Trail trail, JqValue value, int size, Outlet out) {
            Trail last = trail;
            for (int i = 0; i < size; i++) {
                JqValue key =
                        value instanceof JqObject object
                                ? new JqString(object.key(i))
                                : new JqNumber(i);
                JqValue item =
                        value instanceof JqObject object
                                ? object.value(i)
                                : ((JqArray) value).get(i);
                last = trail.to(run, key, item);
                stream(run, last, item, out);
            }
            out.take(run.array(last.path(run)));
        }

        @Override
        int weigh() {
            return 2;
        }
    }
}
