package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of arrays, most of which take the values of objects as well.
final class ArrayFunctions {
    /// Makes one value of an array, and of an array of its items' keys.
    @FunctionalInterface
    private interface ByKeys {
        JqValue of(Run run, JqArray array, JqValue keys);
    }

    private ArrayFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "add", ArrayFunctions::add);
        Natives.add(functions, "sort", (run, in) -> Sorting.sorted(run, sortable(in)));
        functions.put(
                "unique/0", _ -> new By(new Access.Identity(), ArrayFunctions::unique, "sorted"));
        Natives.add(functions, "min", (run, in) -> extreme(run, in, true));
        Natives.add(functions, "max", (run, in) -> extreme(run, in, false));
        Natives.add(functions, "reverse", ArrayFunctions::reverse);
        Natives.add(functions, "flatten", (run, in) -> flat(run, in, -1));
        Natives.add(functions, "flatten", ArrayFunctions::flatten);
        Natives.add(functions, "join", ArrayFunctions::join);
        Natives.add(functions, "transpose", ArrayFunctions::transpose);
        functions.put("map/1", a -> new Mapping(a.getFirst()));
        functions.put("sort_by/1", a -> new By(a.getFirst(), Sorting::sortedBy, "sorted"));
        functions.put("group_by/1", a -> new By(a.getFirst(), ArrayFunctions::grouped, "sorted"));
        functions.put("unique_by/1", a -> new By(a.getFirst(), ArrayFunctions::unique, "sorted"));
        functions.put(
                "min_by/1",
                a -> new By(a.getFirst(), (run, l, k) -> Sorting.extreme(run, l, k, true), null));
        functions.put(
                "max_by/1",
                a -> new By(a.getFirst(), (run, l, k) -> Sorting.extreme(run, l, k, false), null));
        Natives.addFilter(functions, "arrays", value -> value instanceof JqArray);
    }

    /// The items of an array, or the values of an object.
    static JqArray items(Run run, JqValue value) {
        return switch (value) {
            case JqArray array -> array;
            case JqObject object -> {
                JqValue[] values = new JqValue[object.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = object.value(i);
                }
                yield run.array(values);
            }
            default -> throw new Raised("Cannot iterate over " + Arithmetic.typed(value));
        };
    }

    private static JqArray sortable(JqValue in) {
        if (in instanceof JqArray array) {
            return array;
        }
        throw new Raised(Arithmetic.typed(in) + " cannot be sorted, as it is not an array");
    }

    private static JqValue add(Run run, JqValue in) {
        JqArray items = items(run, in);
        if (items.size() > 2 && items.get(0) instanceof JqString) {
            JqValue text = concatenated(run, items);
            if (text != null) {
                return text;
            }
        }
        JqValue sum = JqNull.NULL;
        for (int i = 0; i < items.size(); i++) {
            run.meter.step();
            sum = Arithmetic.plus(run, sum, items.get(i));
        }
        return sum;
    }

    /// The text of strings, or null if not all are strings.
    private static @Nullable JqValue concatenated(Run run, JqArray items) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            run.meter.step();
            if (!(items.get(i) instanceof JqString(String part))) {
                return null;
            }
            run.meter.chars(part.length());
            text.append(part);
        }
        return new JqString(text.toString());
    }

    private static JqValue extreme(Run run, JqValue in, boolean least) {
        if (!(in instanceof JqArray array)) {
            throw new Raised(
                    Arithmetic.typed(in)
                            + " and "
                            + Arithmetic.typed(in)
                            + " cannot be iterated over");
        }
        return Sorting.extreme(run, array, array, least);
    }

    private static JqArray reverse(Run run, JqValue in) {
        if (in == JqNull.NULL || in instanceof JqObject object && object.size() == 0) {
            return JqArray.EMPTY;
        }
        if (!(in instanceof JqArray array)) {
            JqValue length = ValueFunctions.length(run, in);
            if (length.equals(JqNumber.ZERO)) {
                return JqArray.EMPTY;
            }
            throw new Raised("Cannot index " + in.kind().word() + " with number");
        }
        JqValue[] items = array.copy();
        for (int i = 0; i < items.length; i++) {
            items[i] = array.get(items.length - 1 - i);
        }
        return run.array(items);
    }

    private static JqArray flatten(Run run, JqValue in, JqValue depth) {
        if (Ordering.compare(depth, JqNumber.ZERO) < 0) {
            throw new Raised("flatten depth must not be negative");
        }
        return flat(run, in, depth instanceof JqNumber(double number) ? number : -1);
    }

    private static JqArray flat(Run run, JqValue in, double depth) {
        List<JqValue> items = new ArrayList<>();
        flatInto(run, items(run, in), depth, items);
        return run.array(items);
    }

    private static void flatInto(Run run, JqArray from, double depth, List<JqValue> items) {
        for (int i = 0; i < from.size(); i++) {
            run.meter.step();
            if (from.get(i) instanceof JqArray inner && depth != 0) {
                flatInto(run, inner, depth - 1, items);
            } else {
                run.meter.items(1);
                items.add(from.get(i));
            }
        }
    }

    private static JqValue join(Run run, JqValue in, JqValue separator) {
        JqArray items = items(run, in);
        JqValue text = JqNull.NULL;
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            run.meter.step();
            JqValue item = items.get(i);
            JqValue part =
                    switch (item) {
                        case JqNull _ -> JqString.EMPTY;
                        case JqBoolean _, JqNumber _ -> new JqString(item.text());
                        case JqString _, JqArray _, JqObject _ -> item;
                    };
            if (part instanceof JqString(String more)
                    && (i == 0 || separator instanceof JqString)) {
                String between = i == 0 ? "" : ((JqString) separator).value();
                run.meter.chars((long) between.length() + more.length());
                plain.append(between).append(more);
                text = JqString.EMPTY;
                continue;
            }
            JqValue before =
                    i == 0
                            ? JqString.EMPTY
                            : Arithmetic.plus(run, new JqString(plain.toString()), separator);
            JqValue sum = Arithmetic.plus(run, before, part);
            plain = new StringBuilder(sum.text());
        }
        return text == JqNull.NULL ? JqString.EMPTY : new JqString(plain.toString());
    }

    private static JqArray transpose(Run run, JqValue in) {
        if (in instanceof JqArray none && none.size() == 0) {
            return JqArray.EMPTY;
        }
        JqArray rows = items(run, in);
        double widest = 0;
        for (int i = 0; i < rows.size(); i++) {
            JqValue length = ValueFunctions.length(run, rows.get(i));
            widest = Math.max(widest, length instanceof JqNumber(double number) ? number : 0);
        }
        List<JqValue> columns = new ArrayList<>();
        for (int j = 0; j < widest; j++) {
            JqValue[] column = new JqValue[rows.size()];
            for (int i = 0; i < column.length; i++) {
                column[i] = PathAccess.get(run, rows.get(i), new JqNumber(j));
            }
            columns.add(run.array(column));
        }
        return run.array(columns);
    }

    private static JqArray unique(Run run, JqArray array, JqValue keys) {
        List<JqValue> firsts = new ArrayList<>();
        for (List<JqValue> group : Sorting.groups(run, array, keys)) {
            firsts.add(group.getFirst());
        }
        return run.array(firsts);
    }

    private static JqArray grouped(Run run, JqArray array, JqValue keys) {
        List<JqValue> groups = new ArrayList<>();
        for (List<JqValue> group : Sorting.groups(run, array, keys)) {
            groups.add(run.array(group));
        }
        return run.array(groups);
    }

    /// `map(A)`
    private static final class Mapping extends Node.Single {
        private final Node body;

        Mapping(Node body) {
            this.body = body;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqArray items = items(run, in);
            List<JqValue> made = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                run.meter.step();
                body.each(
                        run,
                        env,
                        items.get(i),
                        value -> {
                            run.meter.items(1);
                            made.add(value);
                        });
            }
            return run.array(made);
        }

        @Override
        int weigh() {
            return weightOf(body) + 1;
        }
    }

    /// `sort_by(A)` and its like: A's values of an item are its key.
    private static final class By extends Node.Single {
        private final Node key;
        private final ByKeys function;
        private final @Nullable String done;

        By(Node key, ByKeys function, @Nullable String done) {
            this.key = key;
            this.function = function;
            this.done = done;
        }

        @Override
        JqValue one(Run run, @Nullable Env env, JqValue in) {
            JqArray items = items(run, in);
            JqValue[] keys = new JqValue[items.size()];
            for (int i = 0; i < keys.length; i++) {
                run.meter.step();
                List<JqValue> values = new ArrayList<>();
                key.each(run, env, items.get(i), values::add);
                keys[i] = run.array(values);
            }
            JqArray all = run.array(keys);
            if (in instanceof JqArray array) {
                return function.of(run, array, all);
            }
            throw new Raised(
                    Arithmetic.twoTypes(in, all)
                            + (done == null
                                    ? " cannot be iterated over"
                                    : " cannot be " + done + ", as they are not both arrays"));
        }

        @Override
        int weigh() {
            return weightOf(key) + 1;
        }
    }
}
