package io.hydrant.jq;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What lies at a key, a position, a slice or a path of a value, and values with something else
/// there.
final class PathAccess {
    private static final String BAD_SLICE =
            "Start and end indices of an array slice must be numbers";
    private static final String START = "start";
    private static final String END = "end";

    private PathAccess() {}

    /// The value at the key, or an error.
    static JqValue get(Run run, JqValue target, JqValue key) {
        if (key instanceof JqString(String name)) {
            return member(target, name);
        }
        return switch (target) {
            case JqArray array when key instanceof JqNumber(double position) ->
                    item(array, position);
            case JqArray array when key instanceof JqObject slice -> {
                long range = range(slice, array.size());
                if (range < 0) {
                    throw new Raised(BAD_SLICE);
                }
                JqArray found = array.slice((int) (range >> 32), (int) range);
                run.meter.items(found.size());
                yield found;
            }
            case JqArray array when key instanceof JqArray searched ->
                    Searching.indices(run, array, searched);
            case JqString(String text) when key instanceof JqObject slice ->
                    slice(run, text, slice);
            case JqNull _ when key instanceof JqNumber || key instanceof JqObject -> JqNull.NULL;
            default -> throw cannotIndex(target, key);
        };
    }

    /// The value of the member, null if there is none.
    static JqValue member(JqValue target, String name) {
        if (target instanceof JqObject object) {
            JqValue value = object.get(name);
            return value == null ? JqNull.NULL : value;
        }
        if (target == JqNull.NULL) {
            return JqNull.NULL;
        }
        throw new Raised("Cannot index " + target.kind().word() + " with string \"" + name + "\"");
    }

    private static Raised cannotIndex(JqValue target, JqValue key) {
        return new Raised("Cannot index " + target.kind().word() + " with " + key.kind().word());
    }

    private static JqValue item(JqArray array, double position) {
        double whole = position < 0 ? Math.ceil(position) : Math.floor(position);
        if (!(Math.abs(position - whole) < Math.ulp(1.0))) {
            return JqNull.NULL;
        }
        long index = (long) whole + (whole < 0 ? array.size() : 0);
        return index < 0 || index >= array.size() ? JqNull.NULL : array.get((int) index);
    }

    private static JqString slice(Run run, String text, JqObject slice) {
        int length = text.codePointCount(0, text.length());
        long range = range(slice, length);
        if (range < 0) {
            throw new Raised(BAD_SLICE);
        }
        int from = text.offsetByCodePoints(0, (int) (range >> 32));
        int to = text.offsetByCodePoints(from, (int) range - (int) (range >> 32));
        return run.string(text.substring(from, to));
    }

    /// From and to, each in half of a number; -1 if the slice is none.
    private static long range(JqObject slice, int length) {
        JqValue start = slice.get(START);
        JqValue end = slice.get(END);
        double from;
        if (start == null) {
            return -1;
        } else if (start instanceof JqNumber(double number)) {
            from = number;
        } else if (start == JqNull.NULL) {
            from = 0;
        } else {
            return -1;
        }
        double to;
        if (end == null) {
            return -1;
        } else if (end instanceof JqNumber(double number)) {
            to = number;
        } else if (end == JqNull.NULL) {
            to = length;
        } else {
            return -1;
        }
        int first = (int) bounded(from, length);
        double last = Math.max(bounded(to, length), bounded(from, length));
        return (long) first << 32 | (long) Math.ceil(last);
    }

    private static double bounded(double position, int length) {
        double fromStart = position < 0 ? position + length : position;
        return fromStart > 0 ? Math.min(fromStart, length) : 0;
    }

    static JqObject sliceKey(JqValue from, JqValue to) {
        return JqObject.EMPTY.with(START, from).with(END, to);
    }

    /// The target with something else at the key.
    private static JqValue set(Run run, JqValue target, JqValue key, JqValue value) {
        boolean missing = target == JqNull.NULL;
        return switch (key) {
            case JqString(String name) when missing || target instanceof JqObject -> {
                JqObject object = missing ? JqObject.EMPTY : (JqObject) target;
                yield run.object(object.with(name, value));
            }
            case JqNumber(double position) when missing || target instanceof JqArray ->
                    setItem(run, missing ? JqArray.EMPTY : (JqArray) target, position, value);
            case JqObject slice when missing || target instanceof JqArray ->
                    setSlice(run, missing ? JqArray.EMPTY : (JqArray) target, slice, value);
            case JqObject _ ->
                    throw new Raised(
                            "Cannot update field at object index of " + target.kind().word());
            case JqArray _ when target instanceof JqArray ->
                    throw new Raised("Cannot update field at array index of array");
            default ->
                    throw new Raised(
                            "Cannot index "
                                    + target.kind().word()
                                    + " with "
                                    + (key instanceof JqString(String name)
                                            ? "\"" + name + "\""
                                            : key.kind().word()));
        };
    }

    private static JqArray setItem(Run run, JqArray array, double position, JqValue value) {
        long index = Double.isNaN(position) ? Integer.MIN_VALUE : (int) position;
        if (index < 0) {
            index += array.size();
        }
        if (index < 0) {
            throw new Raised("Out of bounds negative array index");
        }
        run.meter.items(Math.max(array.size(), index + 1));
        JqValue[] items = array.copy();
        if (index >= items.length) {
            int before = items.length;
            items = Arrays.copyOf(items, (int) index + 1);
            Arrays.fill(items, before, items.length, JqNull.NULL);
        }
        items[(int) index] = value;
        return run.meter.checked(JqArray.of(items));
    }

    private static JqArray setSlice(Run run, JqArray array, JqObject slice, JqValue value) {
        long range = range(slice, array.size());
        if (range < 0) {
            throw new Raised(BAD_SLICE);
        }
        if (!(value instanceof JqArray replacement)) {
            throw new Raised("A slice of an array can only be assigned another array");
        }
        run.meter.items((long) array.size() + replacement.size());
        JqArray head = array.slice(0, (int) (range >> 32));
        JqArray tail = array.slice((int) range, array.size());
        return run.meter.checked(head.plus(replacement).plus(tail));
    }

    static JqArray path(JqValue path) {
        if (!(path instanceof JqArray keys)) {
            throw new Raised("Path must be specified as an array");
        }
        if (keys.size() > JqLimits.VALUE_DEPTH_MAX) {
            throw new JqBudgetException(
                    "a path has more than " + JqLimits.VALUE_DEPTH_MAX + " keys");
        }
        return keys;
    }

    static JqValue getPath(Run run, JqValue target, JqArray path) {
        JqValue found = target;
        for (int i = 0; i < path.size() && found != JqNull.NULL; i++) {
            run.meter.step();
            found = get(run, found, path.get(i));
        }
        return found;
    }

    static JqValue setPath(Run run, JqValue target, JqArray path, int from, JqValue value) {
        if (from == path.size()) {
            return value;
        }
        run.meter.step();
        run.meter.enter(1);
        try {
            JqValue key = path.get(from);
            JqValue inner = setPath(run, get(run, target, key), path, from + 1, value);
            return set(run, target, key, inner);
        } finally {
            run.meter.leave(1);
        }
    }

    static JqValue deletePaths(Run run, JqValue target, JqValue paths) {
        if (!(paths instanceof JqArray list)) {
            throw new Raised("Paths must be specified as an array");
        }
        JqArray[] sorted = new JqArray[list.size()];
        JqValue[] all = Sorting.sorted(run, list).copy();
        for (int i = 0; i < all.length; i++) {
            if (!(all[i] instanceof JqArray)) {
                throw new Raised("Path must be specified as array, not " + all[i].kind().word());
            }
            sorted[i] = path(all[i]);
        }
        if (sorted.length == 0) {
            return target;
        }
        return sorted[0].size() == 0
                ? JqNull.NULL
                : delete(run, target, sorted, 0, sorted.length, 0);
    }

    private static JqValue delete(
            Run run, JqValue target, JqArray[] paths, int from, int to, int depth) {
        JqValue left = target;
        JqValue[] keys = new JqValue[to - from];
        int count = 0;
        int i = from;
        while (i < to) {
            run.meter.step();
            JqValue key = paths[i].get(depth);
            int next = i;
            while (next < to && Ordering.compare(key, paths[next].get(depth), run.meter) == 0) {
                next++;
            }
            next = Math.max(next, i + 1);
            if (paths[i].size() == depth + 1) {
                keys[count++] = key;
            } else {
                JqValue inner = get(run, left, key);
                if (inner != JqNull.NULL) {
                    left = set(run, left, key, deleteWithin(run, inner, paths, i, next, depth));
                }
            }
            i = next;
        }
        return count == 0 ? left : deleteKeys(run, left, Arrays.copyOf(keys, count));
    }

    private static JqValue deleteWithin(
            Run run, JqValue inner, JqArray[] paths, int from, int to, int depth) {
        run.meter.enter(1);
        try {
            return delete(run, inner, paths, from, to, depth + 1);
        } finally {
            run.meter.leave(1);
        }
    }

    private static JqValue deleteKeys(Run run, JqValue target, JqValue[] keys) {
        return switch (target) {
            case JqNull _ -> target;
            case JqObject object -> {
                JqObject left = object;
                for (JqValue key : keys) {
                    if (!(key instanceof JqString(String name))) {
                        throw cannotDelete(target, key);
                    }
                    run.meter.items(left.size());
                    left = left.without(name);
                }
                yield left;
            }
            case JqArray array -> deleteItems(run, array, keys);
            default -> throw new Raised("Cannot delete fields from " + target.kind().word());
        };
    }

    private static Raised cannotDelete(JqValue target, JqValue key) {
        return new Raised(
                "Cannot delete "
                        + key.kind().word()
                        + (target instanceof JqArray ? " element of array" : " field of object"));
    }

    private static JqArray deleteItems(Run run, JqArray array, JqValue[] keys) {
        int size = array.size();
        run.meter.items(size);
        boolean[] gone = new boolean[size];
        for (JqValue key : keys) {
            long range =
                    switch (key) {
                        case JqNumber(double position) -> {
                            long index = (long) (int) position + (position < 0 ? size : 0);
                            yield index < 0 || index >= size ? 0 : index << 32 | index + 1;
                        }
                        case JqObject slice -> range(slice, size);
                        default -> throw cannotDelete(array, key);
                    };
            if (range < 0) {
                throw new Raised(BAD_SLICE);
            }
            run.meter.steps(1 + ((int) range - (int) (range >> 32)) / 8);
            Arrays.fill(gone, (int) (range >> 32), (int) range, true);
        }
        JqValue[] left = new JqValue[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (!gone[i]) {
                left[count++] = array.get(i);
            }
        }
        return JqArray.of(Arrays.copyOf(left, count));
    }

    static String badKey(@Nullable JqValue key) {
        JqValue found = key == null ? JqNull.NULL : key;
        return "Cannot use "
                + found.kind().word()
                + " ("
                + JqText.truncated(found, 15)
                + ") as object key";
    }
}
