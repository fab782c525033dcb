package io.hydrant.jq;

import java.util.Arrays;

/// jq's order of values: null, false, true, numbers, strings by code points, arrays item by item,
/// objects first by their sorted keys and then by the values at them.
final class Ordering {
    private Ordering() {}

    static int compare(JqValue a, JqValue b) {
        return compare(a, b, Meter.UNMETERED);
    }

    /// Compares, and pays for each value within: arrays that hold the same ones many times can be
    /// larger than they take room.
    @SuppressWarnings("ReferenceEquality")
    static int compare(JqValue a, JqValue b, Meter meter) {
        if (a == b && a.kind() != JqValue.Kind.NUMBER) {
            // Even with a nan in it, as in jq.
            return 0;
        }
        int kinds = a.kind().compareTo(b.kind());
        if (kinds != 0) {
            return kinds;
        }
        return switch (a) {
            case JqNull _, JqBoolean _ -> 0;
            case JqNumber number -> compareNumbers(number.value(), ((JqNumber) b).value());
            case JqString string -> compareText(string.value(), ((JqString) b).value());
            case JqArray array -> compareArrays(array, (JqArray) b, meter);
            case JqObject object -> compareObjects(object, (JqObject) b, meter);
        };
    }

    /// nan is less than everything, itself included.
    private static int compareNumbers(double a, double b) {
        if (a < b || Double.isNaN(a)) {
            return -1;
        }
        return a == b ? 0 : 1;
    }

    /// The order of code points, which is that of UTF-8's bytes, but not that of UTF-16's units.
    static int compareText(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pairX = Character.isSurrogate(x);
                boolean pairY = Character.isSurrogate(y);
                return pairX == pairY ? Character.compare(x, y) : Boolean.compare(pairX, pairY);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareArrays(JqArray a, JqArray b, Meter meter) {
        int common = Math.min(a.size(), b.size());
        for (int i = 0; i < common; i++) {
            meter.steps(1);
            int items = compare(a.get(i), b.get(i), meter);
            if (items != 0) {
                return items;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareObjects(JqObject a, JqObject b, Meter meter) {
        meter.steps(1 + a.size() + b.size());
        String[] keysA = a.sortedKeys();
        String[] keysB = b.sortedKeys();
        int keys = Arrays.compare(keysA, keysB, Ordering::compareText);
        if (keys != 0) {
            return keys;
        }
        for (String key : keysA) {
            int values = compare(at(a, key), at(b, key), meter);
            if (values != 0) {
                return values;
            }
        }
        return 0;
    }

    private static JqValue at(JqObject object, String key) {
        JqValue value = object.get(key);
        return value == null ? JqNull.NULL : value;
    }
}
