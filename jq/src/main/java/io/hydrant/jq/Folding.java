package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// Nodes that carry a state from value to value: `reduce` and `foreach`. As in jq 1.6 the state is
/// null after an update that gives nothing.
final class Folding {
    /// A state, and where it lies if this is within a path expression.
    private static final class State {
        JqValue value;

        State(JqValue value) {
            this.value = value;
        }

        JqValue taken() {
            JqValue before = value;
            value = JqNull.NULL;
            return before;
        }
    }

    private Folding() {}

    /// `reduce A as PATTERN (START; UPDATE)`
    static final class Reduce extends Node.Joint {
        private final Node source;
        private final Binding.Targets targets;
        private final Node start;
        private final Node update;

        Reduce(Node source, Binding.Targets targets, Node start, Node update) {
            super(start.isSingle());
            this.source = source;
            this.targets = targets;
            this.start = start;
            this.update = update;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqValue first = start.one(run, env, in);
            return first == null ? null : fold(run, env, in, first);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            start.each(run, env, in, first -> out.take(fold(run, env, in, first)));
        }

        private JqValue fold(Run run, @Nullable Env env, JqValue in, JqValue first) {
            State state = new State(first);
            source.each(
                    run,
                    env,
                    in,
                    value -> targets.bind(run, env, in, value, bound -> update(run, bound, state)));
            return state.value;
        }

        private void update(Run run, @Nullable Env env, State state) {
            run.meter.step();
            JqValue before = state.taken();
            if (update.isSingle()) {
                JqValue after = update.one(run, env, before);
                if (after != null) {
                    state.value = after;
                }
                return;
            }
            update.each(run, env, before, after -> state.value = after);
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            start.paths(
                    run,
                    env,
                    trail,
                    in,
                    (way, first) -> {
                        State state = new State(first);
                        source.paths(
                                run,
                                env,
                                way,
                                in,
                                (further, value) ->
                                        targets.bind(
                                                run,
                                                env,
                                                in,
                                                value,
                                                bound ->
                                                        update.paths(
                                                                run,
                                                                bound,
                                                                further,
                                                                state.taken(),
                                                                (_, after) ->
                                                                        state.value = after)));
                        out.take(way, state.value);
                    });
        }

        @Override
        int weigh() {
            return weightOf(source, start, update) + targets.weight();
        }
    }

    /// `foreach A as PATTERN (START; UPDATE; EXTRACT)`
    static final class Foreach extends Node.Many {
        private final Node source;
        private final Binding.Targets targets;
        private final Node start;
        private final Node update;
        private final Node extract;

        Foreach(Node source, Binding.Targets targets, Node start, Node update, Node extract) {
            this.source = source;
            this.targets = targets;
            this.start = start;
            this.update = update;
            this.extract = extract;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            start.each(
                    run,
                    env,
                    in,
                    first -> {
                        State state = new State(first);
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
                                                bound -> update(run, bound, state, out)));
                    });
        }

        private void update(Run run, @Nullable Env env, State state, Outlet out) {
            run.meter.step();
            update.each(
                    run,
                    env,
                    state.taken(),
                    after -> {
                        state.value = after;
                        extract.each(run, env, after, out);
                    });
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            start.paths(
                    run,
                    env,
                    trail,
                    in,
                    (way, first) -> {
                        State state = new State(first);
                        source.paths(
                                run,
                                env,
                                way,
                                in,
                                (further, value) ->
                                        targets.bind(
                                                run,
                                                env,
                                                in,
                                                value,
                                                bound -> update(run, bound, further, state, out)));
                    });
        }

        private void update(Run run, @Nullable Env env, Trail way, State state, PathOutlet out) {
            run.meter.step();
            update.paths(
                    run,
                    env,
                    way,
                    state.taken(),
                    (further, after) -> {
                        state.value = after;
                        extract.paths(run, env, further, after, out);
                    });
        }

        @Override
        int weigh() {
            return weightOf(source, start, update, extract) + targets.weight();
        }
    }
}
