package io.hydrant.jq;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/// An array of jq.
public final class JqArray implements JqValue {
    static final JqArray EMPTY = new JqArray(new JqValue[0], 0);

    private final JqValue[] items;
    private final int depth;

    private JqArray(JqValue[] items, int depth) {
        this.items = items;
        this.depth = depth;
    }

    /// The array of these items, which are the array's own from now on.
    static JqArray of(JqValue... items) {
        if (items.length == 0) {
            return EMPTY;
        }
        int deepest = 0;
        for (JqValue item : items) {
            deepest = Math.max(deepest, item.depth());
        }
        return new JqArray(items, deepest + 1);
    }

    static JqArray of(List<? extends JqValue> items) {
        return of(items.toArray(new JqValue[0]));
    }

    public int size() {
        return items.length;
    }

    public JqValue get(int index) {
        return items[index];
    }

    /// The items, which cannot be changed.
    public List<JqValue> items() {
        return new AbstractList<>() {
            @Override
            public JqValue get(int index) {
                return items[index];
            }

            @Override
            public int size() {
                return items.length;
            }
        };
    }

    /// A copy of the items.
    JqValue[] copy() {
        return items.clone();
    }

    JqArray slice(int from, int to) {
        if (from == 0 && to == items.length) {
            return this;
        }
        return of(Arrays.copyOfRange(items, from, Math.max(from, to)));
    }

    JqArray plus(JqArray more) {
        JqValue[] both = Arrays.copyOf(items, items.length + more.items.length);
        System.arraycopy(more.items, 0, both, items.length, more.items.length);
        return of(both);
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }

    @Override
    public int depth() {
        return Math.max(1, depth);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JqArray array && Ordering.compare(this, array) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
        return json();
    }
}
