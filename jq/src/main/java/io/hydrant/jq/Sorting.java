package io.hydrant.jq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Arrays in jq's order, whole and by keys.
final class Sorting {
    /// An item, and what it is sorted by.
    private record Keyed(JqValue key, JqValue item) {}

    private Sorting() {}

    static JqArray sorted(Run run, JqArray array) {
        JqValue[] items = array.copy();
        payFor(run, array);
        sort(run, items, item -> item);
        return JqArray.of(items);
    }

    /// Sorts by merging, which takes any order, even that of what is less than itself.
    private static <T> void sort(Run run, T[] items, Function<T, JqValue> key) {
        if (items.length < 2) {
            return;
        }
        T[] left = Arrays.copyOfRange(items, 0, items.length / 2);
        T[] right = Arrays.copyOfRange(items, items.length / 2, items.length);
        sort(run, left, key);
        sort(run, right, key);
        int l = 0;
        int r = 0;
        for (int i = 0; i < items.length; i++) {
            boolean fromLeft =
                    r == right.length
                            || l < left.length
                                    && compare(run, key.apply(left[l]), key.apply(right[r])) <= 0;
            items[i] = fromLeft ? left[l++] : right[r++];
        }
    }

    private static int compare(Run run, JqValue a, JqValue b) {
        run.meter.step();
        return Ordering.compare(a, b, run.meter);
    }

    private static void payFor(Run run, JqArray array) {
        run.meter.items(array.size() * 2L);
    }

    private static List<Keyed> keyed(Run run, JqArray array, JqValue keys) {
        if (!(keys instanceof JqArray list) || list.size() != array.size()) {
            throw new IllegalStateException("not as many keys as items");
        }
        payFor(run, array);
        Keyed[] all = new Keyed[array.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Keyed(list.get(i), array.get(i));
        }
        sort(run, all, Keyed::key);
        return Arrays.asList(all);
    }

    static JqArray sortedBy(Run run, JqArray array, JqValue keys) {
        List<JqValue> items = new ArrayList<>();
        for (Keyed keyed : keyed(run, array, keys)) {
            items.add(keyed.item());
        }
        return run.array(items);
    }

    /// The items in groups of equal keys.
    static List<List<JqValue>> groups(Run run, JqArray array, JqValue keys) {
        List<List<JqValue>> groups = new ArrayList<>();
        Keyed before = null;
        for (Keyed keyed : keyed(run, array, keys)) {
            if (before == null || compare(run, before.key(), keyed.key()) != 0) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(keyed.item());
            before = keyed;
        }
        return groups;
    }

    /// The least item by its key, or the greatest; the last of several that are.
    static JqValue extreme(Run run, JqArray array, JqValue keys, boolean least) {
        JqArray list = (JqArray) keys;
        JqValue found = JqNull.NULL;
        JqValue best = JqNull.NULL;
        for (int i = 0; i < array.size(); i++) {
            int order = i == 0 ? 0 : compare(run, list.get(i), best);
            if (i == 0 || (least ? order < 0 : order >= 0)) {
                found = array.get(i);
                best = list.get(i);
            }
        }
        return found;
    }
}
