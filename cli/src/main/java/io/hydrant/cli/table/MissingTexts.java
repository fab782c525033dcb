package io.hydrant.cli.table;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The texts that stand for a missing value.
public final class MissingTexts {
    /// Those that `pandas.read_csv` takes for one.
    public static final MissingTexts USUAL =
            new MissingTexts(
                    List.of(
                            "",
                            "#N/A",
                            "#N/A N/A",
                            "#NA",
                            "-1.#IND",
                            "-1.#QNAN",
                            "-NaN",
                            "-nan",
                            "1.#IND",
                            "1.#QNAN",
                            "<NA>",
                            "N/A",
                            "NA",
                            "NULL",
                            "NaN",
                            "None",
                            "n/a",
                            "nan",
                            "null"));

    private final Set<String> texts;

    /// For each first character below 128 the lengths of the texts that begin with it, as bits: few
    /// fields need to be looked up.
    private final long[] lengths = new long[128];

    public MissingTexts(Collection<String> texts) {
        this.texts = Set.copyOf(texts);
        for (String text : texts) {
            lengths[slot(text)] |= bit(text);
        }
    }

    boolean contains(String field) {
        return (lengths[slot(field)] & bit(field)) != 0 && texts.contains(field);
    }

    private static int slot(String text) {
        return text.isEmpty() ? 0 : text.charAt(0) & 127;
    }

    private static long bit(String text) {
        return 1L << Math.min(text.length(), 63);
    }
}
