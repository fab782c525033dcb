package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes that make values: literals, arrays, objects, texts, and what operators make of two values.
final class Construction {
    private Construction() {}

    static final class Literal extends Node.Single {
        private final JqValue value;

        Literal(JqValue value) {
            this.value = value;
        }

        JqValue value() {
            return value;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            return value;
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

    /// `[A]`
    static final class ArrayOf extends Node.Single {
        private final Node items;

        ArrayOf(Node items) {
            this.items = items;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            List<JqValue> list = new ArrayList<>();
            items.each(
                    run,
                    env,
                    in,
                    value -> {
                        run.meter.items(1);
                        list.add(value);
                    });
            return run.array(list);
        }

        @Override
        Reach reach(Reach after) {
            return items.reach(Reach.ALL);
        }

        @Override
        int weigh() {
            return weightOf(items);
        }
    }

    /// `{KEY: VALUE, …}`
    static final class ObjectOf extends Node.Joint {
        private final Node[] keys;
        private final Node[] values;

        /// The keys that stand in the program; null where one is computed.
        private final @Nullable String[] names;

        ObjectOf(List<Node> keys, List<Node> values) {
            super(areSingle(keys.toArray(new Node[0])) && areSingle(values.toArray(new Node[0])));
            this.keys = keys.toArray(new Node[0]);
            this.values = values.toArray(new Node[0]);
            this.names = new String[keys.size()];
            for (int i = 0; i < names.length; i++) {
                names[i] =
                        keys.get(i) instanceof Literal key
                                        && key.value() instanceof JqString(String name)
                                ? name
                                : null;
            }
        }

        /// The keys, if all of them stand in the program.
        @Nullable List<String> names() {
            List<String> all = new ArrayList<>();
            for (String name : names) {
                if (name == null) {
                    return null;
                }
                all.add(name);
            }
            return all;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqObject.Building object = new JqObject.Building(keys.length);
            for (int i = 0; i < keys.length; i++) {
                String name = names[i];
                JqValue key = name != null ? null : keys[i].one(run, env, in);
                if (name == null && key == null) {
                    return null;
                }
                JqValue value = values[i].one(run, env, in);
                if (value == null) {
                    return null;
                }
                object.put(name != null ? name : name(key), value);
            }
            return run.object(object.done());
        }

        private static String name(@Nullable JqValue key) {
            if (key instanceof JqString(String name)) {
                return name;
            }
            throw new Raised(PathAccess.badKey(key));
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            from(0, JqObject.EMPTY, run, env, in, out);
        }

        private void from(
                int member, JqObject object, Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (member == keys.length) {
                out.take(object);
                return;
            }
            keys[member].each(
                    run,
                    env,
                    in,
                    key ->
                            values[member].each(
                                    run,
                                    env,
                                    in,
                                    value -> {
                                        JqObject more = run.object(object.with(name(key), value));
                                        from(member + 1, more, run, env, in, out);
                                    }));
        }

        @Override
        Reach reach(Reach after) {
            return Reach.of(List.of(keys)).or(Reach.of(List.of(values)));
        }

        @Override
        int weigh() {
            return weightOf(keys) + weightOf(values);
        }
    }

    /// A string with values in it.
    static final class Text extends Node.Joint {
        private final Formats.Format format;
        private final Node[] parts;

        Text(Formats.Format format, List<Node> parts) {
            super(areSingle(parts.toArray(new Node[0])));
            this.format = format;
            this.parts = parts.toArray(new Node[0]);
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            String[] texts = new String[parts.length];
            for (int i = parts.length - 1; i >= 0; i--) {
                JqValue value = parts[i].one(run, env, in);
                if (value == null) {
                    return null;
                }
                texts[i] = text(run, parts[i], value);
            }
            return run.string(String.join("", texts));
        }

        private String text(Run run, Node part, JqValue value) {
            return part instanceof Literal && value instanceof JqString(String plain)
                    ? plain
                    : format.text(run, value);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            before(parts.length, "", run, env, in, out);
        }

        /// What comes later in the text varies slowest.
        private void before(
                int part, String tail, Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (part == 0) {
                out.take(run.string(tail));
                return;
            }
            Node last = parts[part - 1];
            last.each(
                    run,
                    env,
                    in,
                    value -> {
                        String text = text(run, last, value).concat(tail);
                        run.meter.chars(text.length());
                        before(part - 1, text, run, env, in, out);
                    });
        }

        @Override
        Reach reach(Reach after) {
            return Reach.of(List.of(parts));
        }

        @Override
        int weigh() {
            return weightOf(parts);
        }
    }

    /// `A + B` and the like. As in jq the right one varies slowest.
    static final class Operation extends Node.Joint {
        private final Arithmetic.Operator operator;
        private final Node left;
        private final Node right;

        Operation(String sign, Node left, Node right) {
            super(areSingle(left, right));
            this.operator = Arithmetic.of(sign);
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable JqValue one(Run run, @Nullable Env env, JqValue in) {
            run.meter.step();
            JqValue r = right.one(run, env, in);
            JqValue l = r == null ? null : left.one(run, env, in);
            return r == null || l == null ? null : operator.apply(run, l, r);
        }

        @Override
        void many(Run run, @Nullable Env env, JqValue in, Outlet out) {
            if (left.isSingle()) {
                right.each(
                        run,
                        env,
                        in,
                        r -> {
                            run.meter.step();
                            JqValue l = left.one(run, env, in);
                            if (l != null) {
                                out.take(operator.apply(run, l, r));
                            }
                        });
                return;
            }
            right.each(
                    run,
                    env,
                    in,
                    r ->
                            left.each(
                                    run,
                                    env,
                                    in,
                                    l -> {
                                        run.meter.step();
                                        out.take(operator.apply(run, l, r));
                                    }));
        }

        @Override
        Reach reach(Reach after) {
            return left.reach(Reach.ALL).or(right.reach(Reach.ALL));
        }

        @Override
        int weigh() {
            return weightOf(left, right);
        }
    }
}
