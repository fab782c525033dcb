package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// Nodes of errors and of leaving early: `try`, `label`, `break`. As in jq 1.6 a `try` also catches
/// what is raised further on while it waits to be asked for more, breaks included.
final class Catching {
    private Catching() {}

    /// `try A catch B` and `A?`
    static final class Try extends Node.Joint {
        private final Node body;
        private final @Nullable Node handler;

        Try(Node body, @Nullable Node handler) {
            // What comes after a single body may raise an error as well, which is caught here.
            super(false);
            this.body = body;
            this.handler = handler;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            throw new IllegalStateException("not a single node");
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            run.meter.step();
            try {
                body.each(run, env, in, out);
            } catch (Raised error) {
                if (handler != null) {
                    handler.each(run, env, error.value(), out);
                }
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            run.meter.step();
            try {
                body.paths(run, env, trail, in, out);
            } catch (Raised error) {
                if (handler != null) {
                    handler.paths(run, env, trail, error.value(), out);
                }
            }
        }

        @Override
        Reach reach(Reach after) {
            return body.reach(after);
        }

        @Override
        int weigh() {
            return handler == null ? weightOf(body) : weightOf(body, handler);
        }
    }

    /// `label $NAME | A`
    static final class Label extends Node.Many {
        private final Node body;

        Label(Node body) {
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            JqValue label = run.newLabel();
            try {
                body.each(run, new Env(label, env), in, out);
            } catch (Raised error) {
                passOn(error, label);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            JqValue label = run.newLabel();
            try {
                body.paths(run, new Env(label, env), trail, in, out);
            } catch (Raised error) {
                passOn(error, label);
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

    /// Raises the error again, unless it is a break out of this label.
    static void passOn(Raised error, JqValue label) {
        if (Ordering.compare(error.value(), label) != 0) {
            throw error;
        }
    }

    /// `break $NAME`
    static final class Break extends Node.Single {
        private final int bindings;

        Break(int bindings) {
            this.bindings = bindings;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            throw new Raised((JqValue) Env.at(env, bindings));
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
}
