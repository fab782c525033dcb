package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;

/// Where something is within something else.
final class Searching {
    private Searching() {}

    /// jq's `_indices`: of a string in a string by bytes, of an array in an array by items.
    static JqArray indices(Run run, JqArray array, JqArray searched) {
        List<JqValue> found = new ArrayList<>();
        int last = array.size() - searched.size();
        for (int i = 0; i <= last && searched.size() > 0; i++) {
            int same = 0;
            while (same < searched.size()
                    && Ordering.compare(array.get(i + same), searched.get(same), run.meter) == 0) {
                same++;
            }
            run.meter.steps(same + 1);
            if (same == searched.size()) {
                found.add(new JqNumber(i));
            }
        }
        return run.array(found);
    }

    /// Where the string is, in bytes of UTF-8, as jq 1.6 counts here.
    static JqArray indices(Run run, String text, String searched) {
        if (searched.isEmpty()) {
            // jq looks for nothing for ever.
            throw run.meter.endless();
        }
        List<JqValue> found = new ArrayList<>();
        int bytes = 0;
        int counted = 0;
        for (int at = text.indexOf(searched);
                at >= 0;
                at = text.indexOf(searched, at + searched.length())) {
            run.meter.steps(1 + (at - counted) / 8);
            bytes += utf8Length(text, counted, at);
            counted = at;
            found.add(new JqNumber(bytes));
        }
        run.meter.steps(text.length() / 16);
        return run.array(found);
    }

    static int utf8Length(String text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /// jq's `contains`.
    static boolean contains(Run run, JqValue whole, JqValue part) {
        run.meter.step();
        if (whole instanceof JqObject object && part instanceof JqObject parts) {
            for (int i = 0; i < parts.size(); i++) {
                JqValue value = object.get(parts.key(i));
                if (value == null || !containsInner(run, value, parts.value(i))) {
                    return false;
                }
            }
            return true;
        }
        if (whole instanceof JqArray array && part instanceof JqArray parts) {
            for (int i = 0; i < parts.size(); i++) {
                if (!anyContains(run, array, parts.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (whole instanceof JqString(String text) && part instanceof JqString(String searched)) {
            run.meter.steps(text.length() / 16);
            return searched.isEmpty() || text.contains(searched);
        }
        if (whole.kind() == part.kind()) {
            return Ordering.compare(whole, part, run.meter) == 0;
        }
        throw new Raised(
                Arithmetic.twoTypes(whole, part) + " cannot have their containment checked");
    }

    /// Further in, what is of another type is not contained, and that is no error.
    private static boolean containsInner(Run run, JqValue whole, JqValue part) {
        if (whole.kind() != part.kind()) {
            return false;
        }
        return contains(run, whole, part);
    }

    private static boolean anyContains(Run run, JqArray array, JqValue part) {
        for (int i = 0; i < array.size(); i++) {
            if (containsInner(run, array.get(i), part)) {
                return true;
            }
        }
        return false;
    }
}
