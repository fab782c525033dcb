package io.hydrant.jq;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object of jq. Its members keep the order in which they were first set, as in jq; each key is
/// there once.
///
/// Keys are found by looking at each while they are few, and in a table of hashes beyond that.
public final class JqObject implements JqValue {
    static final JqObject EMPTY = new JqObject(new String[0], new JqValue[0], 0, 1);

    /// Up to here each key is looked at.
    private static final int FEW = 8;

    private final String[] keys;
    private final JqValue[] values;
    private final int size;
    private final int depth;

    /// One more than the index of the key, at its hash or behind it. Made when it is first needed.
    private int @Nullable [] table;

    private JqObject(String[] keys, JqValue[] values, int size, int depth) {
        this.keys = keys;
        this.values = values;
        this.size = size;
        this.depth = depth;
    }

    public int size() {
        return size;
    }

    public String key(int index) {
        return keys[index];
    }

    public JqValue value(int index) {
        return values[index];
    }

    /// The keys in the order in which they were set, which cannot be changed.
    public List<String> keys() {
        return Collections.unmodifiableList(Arrays.asList(keys).subList(0, size));
    }

    /// The keys as jq's `keys` has them: by code points.
    String[] sortedKeys() {
        String[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted, Ordering::compareText);
        return sorted;
    }

    /// The value at the key, if there is one.
    public @Nullable JqValue get(String key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    private int indexOf(String key) {
        if (size > FEW) {
            return indexInTable(key);
        }
        for (int i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private int indexInTable(String key) {
        int[] found = table;
        if (found == null) {
            found = tableOf(keys, size);
            table = found;
        }
        int mask = found.length - 1;
        for (int at = spread(key) & mask; found[at] != 0; at = (at + 1) & mask) {
            if (keys[found[at] - 1].equals(key)) {
                return found[at] - 1;
            }
        }
        return -1;
    }

    private static int[] tableOf(String[] keys, int size) {
        int[] table = new int[Integer.highestOneBit(size) * 4];
        int mask = table.length - 1;
        for (int i = 0; i < size; i++) {
            int at = spread(keys[i]) & mask;
            while (table[at] != 0) {
                at = (at + 1) & mask;
            }
            table[at] = i + 1;
        }
        return table;
    }

    private static int spread(String key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 15);
    }

    JqObject with(String key, JqValue value) {
        Building copy = new Building(size + 1);
        copy.putAll(this);
        copy.put(key, value);
        return copy.done();
    }

    JqObject without(String key) {
        if (indexOf(key) < 0) {
            return this;
        }
        Building copy = new Building(size);
        for (int i = 0; i < size; i++) {
            if (!keys[i].equals(key)) {
                copy.put(keys[i], values[i]);
            }
        }
        return copy.done();
    }

    JqObject plus(JqObject more) {
        Building copy = new Building(size + more.size);
        copy.putAll(this);
        copy.putAll(more);
        return copy.done();
    }

    @Override
    public Kind kind() {
        return Kind.OBJECT;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JqObject object && Ordering.compare(this, object) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            hash += keys[i].hashCode() ^ values[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return json();
    }

    /// An object that is being made. Of a key that is put twice the last value stays, in the first
    /// place.
    static final class Building {
        private String[] keys;
        private JqValue[] values;
        private int size;
        private int deepest;
        private int @Nullable [] table;

        Building(int room) {
            keys = new String[room];
            values = new JqValue[room];
        }

        void put(String key, JqValue value) {
            deepest = Math.max(deepest, value.depth());
            int index = indexOf(key);
            if (index >= 0) {
                values[index] = value;
                return;
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2 + 4);
                values = Arrays.copyOf(values, size * 2 + 4);
            }
            keys[size] = key;
            values[size] = value;
            size++;
            enter(key);
        }

        void putAll(JqObject object) {
            if (size == 0 && keys.length >= object.size) {
                System.arraycopy(object.keys, 0, keys, 0, object.size);
                System.arraycopy(object.values, 0, values, 0, object.size);
                size = object.size;
                deepest = object.depth - 1;
                return;
            }
            for (int i = 0; i < object.size; i++) {
                put(object.keys[i], object.values[i]);
            }
        }

        private int indexOf(String key) {
            if (size > FEW) {
                int[] found = table;
                if (found == null) {
                    found = tableOf(keys, size);
                    table = found;
                }
                int mask = found.length - 1;
                for (int at = spread(key) & mask; found[at] != 0; at = (at + 1) & mask) {
                    if (keys[found[at] - 1].equals(key)) {
                        return found[at] - 1;
                    }
                }
                return -1;
            }
            for (int i = 0; i < size; i++) {
                if (keys[i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        /// Keeps the table, if there is one, less than half full.
        private void enter(String key) {
            int[] found = table;
            if (found == null) {
                return;
            }
            if (size * 2 > found.length) {
                table = tableOf(keys, size);
                return;
            }
            int mask = found.length - 1;
            int at = spread(key) & mask;
            while (found[at] != 0) {
                at = (at + 1) & mask;
            }
            found[at] = size;
        }

        JqObject done() {
            return size == 0 ? EMPTY : new JqObject(keys, values, size, deepest + 1);
        }
    }
}
