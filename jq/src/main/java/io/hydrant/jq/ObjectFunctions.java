package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of objects: keys, entries, and walking through all that is in a value.
final class ObjectFunctions {
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private ObjectFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "keys", (run, in) -> keys(run, in, true));
        Natives.add(functions, "keys_unsorted", (run, in) -> keys(run, in, false));
        Natives.add(functions, "has", ObjectFunctions::has);
        Natives.add(functions, "in", (run, in, whole) -> has(run, whole, in));
        Natives.add(functions, "to_entries", ObjectFunctions::toEntries);
        Natives.add(functions, "from_entries", ObjectFunctions::fromEntries);
        functions.put("with_entries/1", a -> new WithEntries(a.getFirst()));
        functions.put("walk/1", a -> new Walk(a.getFirst()));
        functions.put(
                "map_values/1",
                a ->
                        new Assignment.Modify(
                                new Access.Iterate(new Access.Identity(), false), a.getFirst()));
        Natives.addFilter(functions, "objects", value -> value instanceof JqObject);
    }

    private static JqArray keys(Run run, JqValue in, boolean sorted) {
        return switch (in) {
            case JqObject object -> {
                run.meter.steps(object.size());
                List<String> names = sorted ? List.of(object.sortedKeys()) : object.keys();
                JqValue[] keys = new JqValue[names.size()];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = new JqString(names.get(i));
                }
                yield run.array(keys);
            }
            case JqArray array -> {
                JqValue[] keys = new JqValue[array.size()];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = new JqNumber(i);
                }
                yield run.array(keys);
            }
            default -> throw new Raised(Arithmetic.typed(in) + " has no keys");
        };
    }

    private static JqBoolean has(Run run, JqValue in, JqValue key) {
        if (in instanceof JqObject object && key instanceof JqString(String name)) {
            return JqBoolean.of(object.get(name) != null);
        }
        if (in instanceof JqArray array && key instanceof JqNumber number) {
            int index = number.toInt();
            return JqBoolean.of(index >= 0 && index < array.size());
        }
        throw new Raised(
                "Cannot check whether "
                        + in.kind().word()
                        + " has a "
                        + key.kind().word()
                        + " key");
    }

    private static JqArray toEntries(Run run, JqValue in) {
        JqArray keys = keys(run, in, false);
        JqValue[] entries = new JqValue[keys.size()];
        for (int i = 0; i < entries.length; i++) {
            JqValue key = keys.get(i);
            JqObject.Building entry = new JqObject.Building(2);
            entry.put(KEY, key);
            entry.put(VALUE, PathAccess.get(run, in, key));
            entries[i] = run.object(entry.done());
        }
        return run.array(entries);
    }

    private static JqValue fromEntries(Run run, JqValue in) {
        JqArray entries = ArrayFunctions.items(run, in);
        JqObject.Building object = new JqObject.Building(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            JqValue entry = entries.get(i);
            run.meter.steps(4);
            run.meter.items(2);
            JqValue key = key(entry);
            JqValue value = valueOf(entry);
            if (!(key instanceof JqString(String name))) {
                throw new Raised(PathAccess.badKey(key));
            }
            object.put(name, value);
        }
        return run.object(object.done());
    }

    private static JqValue key(JqValue entry) {
        JqValue key = JqNull.NULL;
        for (String name : List.of(KEY, "Key", "name", "Name")) {
            key = PathAccess.member(entry, name);
            if (key.isTruthy()) {
                return key;
            }
        }
        return key;
    }

    private static JqValue valueOf(JqValue entry) {
        if (!(entry instanceof JqObject object)) {
            throw new Raised("Cannot check whether " + entry.kind().word() + " has a string key");
        }
        JqValue value = object.get(VALUE);
        return value != null ? value : PathAccess.member(object, "Value");
    }

    /// `with_entries(A)`
    private static final class WithEntries extends Node.Single {
        private final Node body;

        WithEntries(Node body) {
            this.body = body;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqArray entries = toEntries(run, in);
            List<JqValue> made = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                body.each(
                        run,
                        env,
                        entries.get(i),
                        entry -> {
                            run.meter.items(1);
                            made.add(entry);
                        });
            }
            return fromEntries(run, run.array(made));
        }

        @Override
        int weigh() {
            return weightOf(body) + 1;
        }
    }

    /// `walk(A)`: A on everything, what lies deeper first.
    private static final class Walk extends Node.Many {
        private final Node body;

        Walk(Node body) {
            this.body = body;
        }

        @Override
        void each(Run run, @Nullable Env env, JqValue in, Outlet out) {
            run.meter.step();
            int weight = weight();
            run.meter.enter(weight);
            try {
                switch (in) {
                    case JqObject object -> members(object, run, env, out);
                    case JqArray array -> {
                        List<JqValue> items = new ArrayList<>();
                        for (int i = 0; i < array.size(); i++) {
                            each(
                                    run,
                                    env,
                                    array.get(i),
                                    value -> {
                                        run.meter.items(1);
                                        items.add(value);
                                    });
                        }
                        body.each(run, env, run.array(items), out);
                    }
                    case JqNull _, JqBoolean _, JqNumber _, JqString _ ->
                            body.each(run, env, in, out);
                }
            } finally {
                run.meter.leave(weight);
            }
        }

        /// In jq 1.6 the last of a member's values counts, and a member without any makes the
        /// object forget what came before it.
        private void members(JqObject object, Run run, @Nullable Env env, Outlet out) {
            JqValue made = JqObject.EMPTY;
            for (int i = 0; i < object.size(); i++) {
                String key = object.key(i);
                JqValue before = made;
                JqValue[] after = {JqNull.NULL};
                each(
                        run,
                        env,
                        object.value(i),
                        value ->
                                after[0] =
                                        Arithmetic.plus(
                                                run, before, JqObject.EMPTY.with(key, value)));
                made = after[0];
            }
            body.each(run, env, made, out);
        }

        @Override
        int weigh() {
            return weightOf(body) + 2;
        }
    }
}
