package io.hydrant.cli.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names of columns as a first row gives them: without the spaces around them, `Unnamed: 1` for
/// an empty one (counted from 0), and `a`, `a.1`, `a.2` for one that occurs again, since a JSON
/// object could not hold both. All but the spaces is what pandas makes of them (1.5.3 observed).
public final class ColumnNames {
    private ColumnNames() {}

    public static List<String> of(List<String> fields) {
        List<String> names = new ArrayList<>(fields.stream().map(String::strip).toList());
        List<Integer> order = new ArrayList<>();
        List<Integer> unnamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                names.set(i, "Unnamed: " + i);
                unnamed.add(i);
            } else {
                order.add(i);
            }
        }
        order.addAll(unnamed);
        tellApart(names, order);
        return names;
    }

    /// Each name that occurs again gets the next number that no other column has for a name.
    private static void tellApart(List<String> names, List<Integer> order) {
        Map<String, Integer> seen = new HashMap<>();
        for (int index : order) {
            String name = names.get(index);
            String free = name;
            int times = seen.getOrDefault(name, 0);
            while (times > 0) {
                seen.put(name, times + 1);
                free = name + "." + times;
                times = names.contains(free) ? times + 1 : seen.getOrDefault(free, 0);
            }
            names.set(index, free);
            seen.put(free, times + 1);
        }
    }
}
