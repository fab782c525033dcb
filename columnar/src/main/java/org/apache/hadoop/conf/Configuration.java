package org.apache.hadoop.conf;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Settings by name, of which there are none at first.
public class Configuration implements Iterable<Map.Entry<String, String>> {
    private final Map<String, String> values = new HashMap<>();

    public Configuration() {}

    /// The defaults of Hadoop, which there are none of here, are asked for or not.
    public Configuration(boolean loadDefaults) {}

    public Configuration(Configuration other) {
        values.putAll(other.values);
    }

    public @Nullable String get(String name) {
        return values.get(name);
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public void set(String name, String value) {
        values.put(name, value);
    }

    public boolean getBoolean(String name, boolean otherwise) {
        return Boolean.parseBoolean(get(name, Boolean.toString(otherwise)));
    }

    public int getInt(String name, int otherwise) {
        return Integer.parseInt(get(name, Integer.toString(otherwise)));
    }

    public long getLong(String name, long otherwise) {
        return Long.parseLong(get(name, Long.toString(otherwise)));
    }

    public double getDouble(String name, double otherwise) {
        return Double.parseDouble(get(name, Double.toString(otherwise)));
    }

    public void setBoolean(String name, boolean value) {
        set(name, Boolean.toString(value));
    }

    public void setInt(String name, int value) {
        set(name, Integer.toString(value));
    }

    public void setLong(String name, long value) {
        set(name, Long.toString(value));
    }

    public void setDouble(String name, double value) {
        set(name, Double.toString(value));
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return new TreeMap<>(values).entrySet().iterator();
    }
}
