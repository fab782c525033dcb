package io.hydrant.jq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes that call functions of the program, and the arguments that these were called with.
final class Calls {
    /// A function. Its body is there once it is compiled, which is after the calls within it are.
    static final class Function {
        /// How many bindings there are where the function is defined.
        private final int bindings;

        /// For each parameter whether it is a variable too.
        private final boolean[] variables;

        private @Nullable Node body;
        private int weight;

        /// Whether calls within the body may count on it to give one value or none, and whether
        /// there are any.
        private boolean assumedSingle;

        private boolean recursive;

        Function(int bindings, List<String> parameters) {
            this.bindings = bindings;
            this.variables = new boolean[parameters.size()];
            for (int i = 0; i < variables.length; i++) {
                variables[i] = parameters.get(i).startsWith("$");
            }
        }

        int bindings() {
            return bindings;
        }

        void assumeSingle(boolean single) {
            assumedSingle = single;
        }

        /// Whether what calls within the body counted on is not so.
        boolean isMistaken(Node compiled) {
            return assumedSingle && recursive && !compiled.isSingle();
        }

        void compiled(Node compiled) {
            body = compiled;
            weight = compiled.weight();
        }

        private Node body() {
            if (body == null) {
                throw new IllegalStateException("the function is not compiled yet");
            }
            return body;
        }

        /// Whether a call with these arguments gives one value or none.
        private boolean isSingleWith(List<Node> arguments) {
            recursive |= body == null;
            if (!(body == null ? assumedSingle : body.isSingle())) {
                return false;
            }
            for (int i = 0; i < variables.length; i++) {
                if (variables[i] && !arguments.get(i).isSingle()) {
                    return false;
                }
            }
            return true;
        }
    }

    private Calls() {}

    /// `NAME(A; B)`
    static final class Call extends Node.Joint {
        private final Function function;
        private final List<Node> arguments;
        private final int outward;

        /// @param outward how many bindings lie between here and the function
        Call(Function function, List<Node> arguments, int outward) {
            super(function.isSingleWith(arguments));
            this.function = function;
            this.arguments = arguments;
            this.outward = outward;
        }

        /// The environment of the body, but for the parameters that are variables too.
        private @Nullable Env closures(Run run, @Nullable Env env) {
            run.meter.steps(1 + outward / 16);
            Env inner = Env.outward(env, outward);
            for (Node argument : arguments) {
                inner = new Env(closure(argument, env), inner);
            }
            return inner;
        }

        private static Env.Closure closure(Node argument, @Nullable Env env) {
            // An argument that is passed on is not wrapped once more with each call.
            return argument instanceof Argument passed
                    ? passed.closure(env)
                    : new Env.Closure(argument, env);
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.enter(function.weight);
            try {
                Env inner = closures(run, env);
                for (int i = 0; i < arguments.size(); i++) {
                    if (function.variables[i]) {
                        JqValue value = arguments.get(i).one(run, env, in);
                        if (value == null) {
                            return null;
                        }
                        inner = new Env(value, inner);
                    }
                }
                return function.body().one(run, inner, in);
            } finally {
                run.meter.leave(function.weight);
            }
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            run.meter.enter(function.weight);
            try {
                bind(
                        0,
                        run,
                        env,
                        closures(run, env),
                        in,
                        inner -> function.body().each(run, inner, in, out));
            } finally {
                run.meter.leave(function.weight);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            run.meter.enter(function.weight);
            try {
                bind(
                        0,
                        run,
                        env,
                        closures(run, env),
                        in,
                        inner -> function.body().paths(run, inner, trail, in, out));
            } finally {
                run.meter.leave(function.weight);
            }
        }

        /// Binds the parameters that are variables, the first of which varies slowest.
        private void bind(
                int from,
                Run run,
                @Nullable Env env,
                @Nullable Env inner,
                JqValue in,
                Binding.Bound out) {
            int parameter = from;
            while (parameter < arguments.size() && !function.variables[parameter]) {
                parameter++;
            }
            if (parameter == arguments.size()) {
                out.in(inner);
                return;
            }
            int next = parameter + 1;
            arguments
                    .get(parameter)
                    .each(
                            run,
                            env,
                            in,
                            value -> bind(next, run, env, new Env(value, inner), in, out));
        }

        @Override
        int weigh() {
            return weightOf(arguments.toArray(new Node[0])) + 1;
        }
    }

    /// A call of an argument.
    static final class Argument extends Node.Many {
        private final int bindings;

        Argument(int bindings) {
            this.bindings = bindings;
        }

        Env.Closure closure(@Nullable Env env) {
            return (Env.Closure) Env.at(env, bindings);
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            Env.Closure closure = entered(run, env);
            int weight = closure.body().weight();
            run.meter.enter(weight);
            try {
                closure.body().each(run, closure.env(), in, out);
            } finally {
                run.meter.leave(weight);
            }
        }

        @Override
        void paths(Run run, @Nullable Env env, Trail trail, JqValue in, PathOutlet out) {
            Env.Closure closure = entered(run, env);
            int weight = closure.body().weight();
            run.meter.enter(weight);
            try {
                closure.body().paths(run, closure.env(), trail, in, out);
            } finally {
                run.meter.leave(weight);
            }
        }

        private Env.Closure entered(Run run, @Nullable Env env) {
            run.meter.steps(1 + bindings / 16);
            return closure(env);
        }

        @Override
        int weigh() {
            return 2;
        }
    }
}
