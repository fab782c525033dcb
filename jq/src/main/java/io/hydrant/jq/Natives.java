package io.hydrant.jq;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Nodes of functions that make one value of their input and their arguments' values.
final class Natives {
    /// Makes the node of a call.
    @FunctionalInterface
    interface Factory {
        Node call(List<Node> arguments);
    }

    @FunctionalInterface
    interface NoArgument {
        @Nullable JqValue of(Run run, JqValue in);
    }

    @FunctionalInterface
    interface OneArgument {
        @Nullable JqValue of(Run run, JqValue in, JqValue argument);
    }

    @FunctionalInterface
    interface Arguments {
        @Nullable JqValue of(Run run, JqValue in, JqValue[] arguments);
    }

    private Natives() {}

    static Node node(NoArgument function) {
        return new Plain(function);
    }

    static void add(Map<String, Factory> functions, String name, NoArgument function) {
        functions.put(name + "/0", _ -> new Plain(function));
    }

    static void add(Map<String, Factory> functions, String name, OneArgument function) {
        functions.put(name + "/1", arguments -> new WithOne(function, arguments.getFirst()));
    }

    static void add(Map<String, Factory> functions, String name, int arity, Arguments function) {
        functions.put(name + "/" + arity, arguments -> new WithSeveral(function, arguments));
    }

    /// A function that gives its input if this is true of it.
    static void addFilter(
            Map<String, Factory> functions, String name, Predicate<JqValue> predicate) {
        functions.put(name + "/0", _ -> new Filter(predicate));
    }

    private static final class Plain extends Node.Single {
        private final NoArgument function;

        Plain(NoArgument function) {
            this.function = function;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            return function.of(run, in);
        }

        @Override
        int weigh() {
            return 2;
        }
    }

    private static final class Filter extends Node.Single {
        private final Predicate<JqValue> predicate;

        Filter(Predicate<JqValue> predicate) {
            this.predicate = predicate;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            return predicate.test(in) ? in : null;
        }

        @Override
        int weigh() {
            return 1;
        }
    }

    private static final class WithOne extends Node.Joint {
        private final OneArgument function;
        private final Node argument;

        WithOne(OneArgument function, Node argument) {
            super(argument.isSingle());
            this.function = function;
            this.argument = argument;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            JqValue value = argument.one(run, env, in);
            return value == null ? null : function.of(run, in, value);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            argument.each(
                    run,
                    env,
                    in,
                    value -> {
                        run.meter.step();
                        JqValue made = function.of(run, in, value);
                        if (made != null) {
                            out.take(made);
                        }
                    });
        }

        @Override
        int weigh() {
            return weightOf(argument) + 1;
        }
    }

    /// As in jq the last argument varies slowest.
    private static final class WithSeveral extends Node.Joint {
        private final Arguments function;
        private final Node[] arguments;

        WithSeveral(Arguments function, List<Node> arguments) {
            super(areSingle(arguments.toArray(new Node[0])));
            this.function = function;
            this.arguments = arguments.toArray(new Node[0]);
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            JqValue[] values = new JqValue[arguments.length];
            for (int i = values.length - 1; i >= 0; i--) {
                JqValue value = arguments[i].one(run, env, in);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            return function.of(run, in, values);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            before(arguments.length, new JqValue[arguments.length], run, env, in, out);
        }

        private void before(
                int argument,
                JqValue[] values,
                Run run,
                @Nullable Env env,
                JqValue in,
                Outlet out) {
            if (argument == 0) {
                run.meter.step();
                JqValue made = function.of(run, in, values.clone());
                if (made != null) {
                    out.take(made);
                }
                return;
            }
            arguments[argument - 1].each(
                    run,
                    env,
                    in,
                    value -> {
                        values[argument - 1] = value;
                        before(argument - 1, values, run, env, in, out);
                    });
        }

        @Override
        int weigh() {
            return weightOf(arguments) + 1;
        }
    }
}
