package io.hydrant.core.meter;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts by a word, of which there are few: an error code. Safe for use from many threads.
public final class Tally {
    /// What others answer may have any code; those beyond so many share a word.
    private static final int WORDS_MAX = 50;

    private static final String OTHERS = "other";

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void add(String word) {
        add(word, 1);
    }

    private void add(String word, long count) {
        LongAdder known = counts.get(word);
        if (known == null) {
            String kept = counts.size() < WORDS_MAX ? word : OTHERS;
            known = counts.computeIfAbsent(kept, _ -> new LongAdder());
        }
        known.add(count);
    }

    /// In order of the words.
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((word, count) -> all.put(word, count.sum()));
        return all;
    }

    void addAll(Tally other) {
        other.counts().forEach(this::add);
    }
}
