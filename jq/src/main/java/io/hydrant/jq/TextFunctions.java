package io.hydrant.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of strings.
final class TextFunctions {
    private TextFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "split", TextFunctions::split);
        Natives.add(
                functions,
                "startswith",
                (run, in, part) -> {
                    boolean both = in instanceof JqString && part instanceof JqString;
                    if (!both) {
                        throw new Raised("startswith() requires string inputs");
                    }
                    return JqBoolean.of(in.text().startsWith(part.text()));
                });
        Natives.add(
                functions,
                "endswith",
                (run, in, part) -> {
                    boolean both = in instanceof JqString && part instanceof JqString;
                    if (!both) {
                        throw new Raised("endswith() requires string inputs");
                    }
                    return JqBoolean.of(in.text().endsWith(part.text()));
                });
        Natives.add(functions, "ltrimstr", TextFunctions::trimStart);
        Natives.add(functions, "rtrimstr", TextFunctions::trimEnd);
        Natives.add(functions, "ascii_downcase", (run, in) -> cased(run, in, 'A', 'Z', 32));
        Natives.add(functions, "ascii_upcase", (run, in) -> cased(run, in, 'a', 'z', -32));
        Natives.add(functions, "explode", TextFunctions::explode);
        Natives.add(functions, "implode", TextFunctions::implode);
        Natives.add(functions, "utf8bytelength", TextFunctions::utf8ByteLength);
        Natives.add(functions, "format", Formats::apply);
    }

    private static JqValue split(Run run, JqValue in, JqValue separator) {
        if (in instanceof JqString(String text) && separator instanceof JqString(String between)) {
            return split(run, text, between);
        }
        throw new Raised("split input and separator must be strings");
    }

    static JqArray split(Run run, String text, String separator) {
        List<JqValue> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
                run.meter.step();
                parts.add(run.string(Character.toString(text.codePointAt(i))));
            }
            return run.array(parts);
        }
        int from = 0;
        while (!text.isEmpty() && from <= text.length()) {
            run.meter.step();
            int next = text.indexOf(separator, from);
            int to = next < 0 ? text.length() : next;
            parts.add(run.string(text.substring(from, to)));
            from = to + (next < 0 ? 1 : separator.length());
        }
        run.meter.steps(text.length() / 32);
        return run.array(parts);
    }

    private static JqValue trimStart(Run run, JqValue in, JqValue part) {
        if (in instanceof JqString(String text)
                && part instanceof JqString(String start)
                && text.startsWith(start)) {
            return run.string(text.substring(start.length()));
        }
        return in;
    }

    private static JqValue trimEnd(Run run, JqValue in, JqValue part) {
        if (in instanceof JqString(String text)
                && part instanceof JqString(String end)
                && text.endsWith(end)) {
            return run.string(text.substring(0, text.length() - end.length()));
        }
        return in;
    }

    private static JqString cased(Run run, JqValue in, char first, char last, int shift) {
        if (!(in instanceof JqString string)) {
            throw new Raised("explode input must be a string");
        }
        String text = string.value();
        run.meter.steps(text.length() / 16);
        char[] changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c <= last) {
                if (changed == null) {
                    changed = text.toCharArray();
                }
                changed[i] = (char) (c + shift);
            }
        }
        return changed == null ? string : run.string(new String(changed));
    }

    private static JqArray explode(Run run, JqValue in) {
        if (!(in instanceof JqString(String text))) {
            throw new Raised("explode input must be a string");
        }
        run.meter.items(text.length() * 2L);
        return run.array(text.codePoints().mapToObj(JqNumber::new).toArray(JqValue[]::new));
    }

    private static JqString implode(Run run, JqValue in) {
        if (!(in instanceof JqArray codes)) {
            throw new Raised("implode input must be an array");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < codes.size(); i++) {
            run.meter.step();
            if (!(codes.get(i) instanceof JqNumber number)) {
                throw new Raised("implode input must be an array of code points");
            }
            int code = number.toInt();
            boolean proper = Character.isValidCodePoint(code) && (code < 0xd800 || code > 0xdfff);
            text.appendCodePoint(proper ? code : 0xfffd);
        }
        return run.string(text.toString());
    }

    private static JqNumber utf8ByteLength(Run run, JqValue in) {
        if (!(in instanceof JqString(String text))) {
            throw new Raised(Arithmetic.typed(in) + " only strings have UTF-8 byte length");
        }
        run.meter.steps(text.length() / 32);
        return new JqNumber(Searching.utf8Length(text, 0, text.length()));
    }
}
