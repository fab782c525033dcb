package io.hydrant.jq;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of values of any type: what they are, how long, whether they contain something, and
/// their text.
final class ValueFunctions {
    private ValueFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "not", (run, in) -> JqBoolean.of(!in.isTruthy()));
        Natives.add(functions, "type", (run, in) -> new JqString(in.kind().word()));
        Natives.add(functions, "length", ValueFunctions::length);
        Natives.add(functions, "tostring", (run, in) -> text(run, in));
        Natives.add(functions, "tojson", (run, in) -> new JqString(JqText.of(in, run.meter)));
        Natives.add(functions, "tonumber", ValueFunctions::toNumber);
        Natives.add(functions, "fromjson", ValueFunctions::fromJson);
        Natives.add(
                functions,
                "contains",
                (run, in, part) -> JqBoolean.of(Searching.contains(run, in, part)));
        Natives.add(
                functions,
                "inside",
                (run, in, whole) -> JqBoolean.of(Searching.contains(run, whole, in)));
        Natives.add(functions, "error", (run, in) -> raise(in));
        Natives.add(functions, "error", (run, in, value) -> raise(value));
        Natives.add(functions, "env", (run, in) -> JqObject.EMPTY);
        Natives.add(functions, "indices", ValueFunctions::indices);
        Natives.add(functions, "index", (run, in, part) -> end(run, indices(run, in, part), 0));
        Natives.add(functions, "rindex", (run, in, part) -> end(run, indices(run, in, part), -1));
        addFilters(functions);
    }

    private static void addFilters(Map<String, Natives.Factory> functions) {
        Natives.addFilter(functions, "nulls", value -> value == JqNull.NULL);
        Natives.addFilter(functions, "values", value -> value != JqNull.NULL);
        Natives.addFilter(functions, "booleans", value -> value instanceof JqBoolean);
        Natives.addFilter(functions, "numbers", value -> value instanceof JqNumber);
        Natives.addFilter(functions, "strings", value -> value instanceof JqString);
        Natives.addFilter(functions, "iterables", value -> value.depth() > 0);
        Natives.addFilter(functions, "scalars", value -> value.depth() == 0);
        Natives.addFilter(
                functions,
                "scalars_or_empty",
                value ->
                        value.depth() == 0
                                || value instanceof JqArray array && array.size() == 0
                                || value instanceof JqObject object && object.size() == 0);
    }

    /// An error, unless it is null: to raise that is to give nothing.
    private static @Nullable JqValue raise(JqValue value) {
        if (value == JqNull.NULL) {
            return null;
        }
        throw new Raised(value);
    }

    static JqValue length(Run run, JqValue in) {
        return switch (in) {
            case JqNull _ -> JqNumber.ZERO;
            case JqBoolean _ -> throw new Raised(Arithmetic.typed(in) + " has no length");
            case JqNumber(double number) -> new JqNumber(Math.abs(number));
            case JqString string -> {
                run.meter.steps(string.value().length() / 64);
                yield new JqNumber(string.length());
            }
            case JqArray array -> new JqNumber(array.size());
            case JqObject object -> new JqNumber(object.size());
        };
    }

    static JqString text(Run run, JqValue in) {
        return in instanceof JqString string ? string : new JqString(JqText.of(in, run.meter));
    }

    private static JqValue toNumber(Run run, JqValue in) {
        if (in instanceof JqNumber) {
            return in;
        }
        if (in instanceof JqString(String text)
                && JsonMachine.parse(text, run.meter) instanceof JqNumber number) {
            return number;
        }
        throw new Raised(Arithmetic.typed(in) + " cannot be parsed as a number");
    }

    private static JqValue fromJson(Run run, JqValue in) {
        if (in instanceof JqString(String text)) {
            return JsonMachine.parse(text, run.meter);
        }
        throw new Raised(Arithmetic.typed(in) + " only strings can be parsed");
    }

    private static JqValue indices(Run run, JqValue in, JqValue part) {
        if (in instanceof JqArray array) {
            JqArray searched = part instanceof JqArray list ? list : JqArray.of(part);
            return Searching.indices(run, array, searched);
        }
        if (in instanceof JqString(String text) && part instanceof JqString(String searched)) {
            return Searching.indices(run, text, searched);
        }
        return PathAccess.get(run, in, part);
    }

    /// The first or the last of what was found, which may be nothing.
    private static JqValue end(Run run, JqValue found, int index) {
        if (found instanceof JqArray array) {
            return array.size() == 0 ? JqNull.NULL : array.get(index < 0 ? array.size() - 1 : 0);
        }
        if (index == 0) {
            return PathAccess.get(run, found, JqNumber.ZERO);
        }
        JqValue tail =
                PathAccess.get(run, found, PathAccess.sliceKey(new JqNumber(-1), JqNull.NULL));
        return PathAccess.get(run, tail, JqNumber.ZERO);
    }
}
