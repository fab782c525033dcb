package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import java.util.ArrayList;
import java.util.List;

/// A text with places for values: `{{Title}}` is the value as text, `{{Title:json}}` as JSON. `\n`,
/// `\t`, `\r` and `\\` in it are what they are elsewhere.
public record RecordTemplate(List<Part> parts) {
    private static final String AS_JSON = ":json";

    sealed interface Part {
        record Text(String text) implements Part {}

        record Value(String column, boolean asJson) implements Part {}
    }

    public RecordTemplate {
        parts = List.copyOf(parts);
    }

    public static RecordTemplate of(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw CommandFailure.wrongUsage(
                        "The template opens {{ without closing it: \""
                                + text.substring(open)
                                + "\".",
                        "A value's place is written {{Column}} or {{Column:json}}.");
            }
            parts.add(new Part.Text(unescaped(text.substring(at, open))));
            parts.add(value(text.substring(open + 2, close).strip()));
            at = close + 2;
        }
        parts.add(new Part.Text(unescaped(text.substring(at))));
        return new RecordTemplate(parts);
    }

    private static Part value(String place) {
        return place.endsWith(AS_JSON)
                ? new Part.Value(place.substring(0, place.length() - AS_JSON.length()), true)
                : new Part.Value(place, false);
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                switch (text.charAt(i)) {
                    case 'n' -> plain.append('\n');
                    case 't' -> plain.append('\t');
                    case 'r' -> plain.append('\r');
                    case '\\' -> plain.append('\\');
                    default -> plain.append(c).append(text.charAt(i));
                }
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /// Refuses what names a column that is not there.
    void check(String source, List<String> names) {
        for (Part part : parts) {
            if (part instanceof Part.Value value && !names.contains(value.column())) {
                throw CommandFailure.wrongUsage(
                        "The template names the column \"%s\", which %s does not have."
                                .formatted(value.column(), source),
                        "Its columns are " + String.join(", ", names) + ".");
            }
        }
    }

    /// For each part the index of its column; -1 for a text.
    int[] indexesIn(List<String> names) {
        int[] indexes = new int[parts.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] =
                    parts.get(i) instanceof Part.Value value ? names.indexOf(value.column()) : -1;
        }
        return indexes;
    }
}
