package io.hydrant.cli.redrive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Records by why they had failed. Memory does not grow with their number. Used by one thread.
public final class CodeCounts {
    /// Firehose has some fifty codes; what other destinations answered may be anything.
    private static final int MOST_CODES = 200;

    private static final int MOST_MESSAGE_CHARACTERS = 200;
    private static final String OTHERS = "(other codes)";
    private static final String NONE = "(no code)";

    private final Map<String, Count> counts = new LinkedHashMap<>();

    /// @param message of the first of them, as much as is of use
    public record Count(long records, long bytes, String message) {}

    void add(ErrorRecord record) {
        String code = record.code().isEmpty() ? NONE : record.code();
        String known = bounded(code);
        Count so = counts.getOrDefault(known, new Count(0, 0, shortened(record.message())));
        counts.put(
                known,
                new Count(so.records() + 1, so.bytes() + record.data().length, so.message()));
    }

    private String bounded(String code) {
        return counts.containsKey(code) || counts.size() < MOST_CODES ? code : OTHERS;
    }

    private static String shortened(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MOST_MESSAGE_CHARACTERS
                ? line
                : line.substring(0, MOST_MESSAGE_CHARACTERS) + "…";
    }

    /// In the order in which they were met.
    public Map<String, Count> all() {
        return Collections.unmodifiableMap(counts);
    }
}
