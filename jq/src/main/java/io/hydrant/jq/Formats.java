package io.hydrant.jq;

import java.util.Base64;

/// jq's formats: `@csv` and its like make text of a value.
final class Formats {
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /// Makes text of a value.
    @FunctionalInterface
    interface Format {
        String text(Run run, JqValue value);
    }

    private Formats() {}

    /// The format of that name. One that jq does not know fails when it is used.
    static Format of(String name) {
        return switch (name) {
            case "text" -> (run, value) -> ValueFunctions.text(run, value).value();
            case "json" -> (run, value) -> JqText.of(value, run.meter);
            case "csv" -> (run, value) -> row(run, value, true);
            case "tsv" -> (run, value) -> row(run, value, false);
            case "html" -> (run, value) -> html(run, value);
            case "uri" -> (run, value) -> uri(run, value);
            case "sh" -> (run, value) -> shell(run, value);
            case "base64" -> (run, value) -> base64(run, value);
            case "base64d" -> (run, value) -> fromBase64(run, value);
            default ->
                    (run, value) -> {
                        throw new Raised(name + " is not a valid format");
                    };
        };
    }

    static JqValue apply(Run run, JqValue value, JqValue format) {
        if (!(format instanceof JqString(String name))) {
            throw new Raised(Arithmetic.typed(format) + " is not a valid format");
        }
        return new JqString(of(name).text(run, value));
    }

    private static String paid(Run run, StringBuilder text) {
        run.meter.chars(text.length());
        return text.toString();
    }

    private static String row(Run run, JqValue value, boolean csv) {
        if (!(value instanceof JqArray array)) {
            throw new Raised(
                    Arithmetic.typed(value)
                            + " cannot be "
                            + (csv ? "csv" : "tsv")
                            + "-formatted, only array");
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                line.append(csv ? ',' : '\t');
            }
            switch (array.get(i)) {
                case JqNull _ -> {}
                case JqBoolean bool -> line.append(bool.value());
                case JqNumber number -> line.append(number.json());
                case JqString(String text) -> {
                    run.meter.steps(1 + text.length() / 32);
                    run.meter.chars(text.length());
                    line.append(csv ? '"' + text.replace("\"", "\"\"") + '"' : tsv(text));
                }
                case JqArray _, JqObject _ ->
                        throw new Raised(
                                Arithmetic.typed(array.get(i)) + " is not valid in a csv row");
            }
        }
        return paid(run, line);
    }

    private static String tsv(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String html(Run run, JqValue value) {
        String plain = ValueFunctions.text(run, value).value();
        run.meter.steps(plain.length() / 32);
        StringBuilder text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '\'' -> text.append("&apos;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
        return paid(run, text);
    }

    private static String uri(Run run, JqValue value) {
        String plain = ValueFunctions.text(run, value).value();
        run.meter.steps(plain.length() / 16);
        StringBuilder text = new StringBuilder(plain.length());
        for (byte b : Utf8Text.bytes(plain)) {
            if (b >= 0 && UNRESERVED.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        return paid(run, text);
    }

    private static String shell(Run run, JqValue value) {
        JqArray words = value instanceof JqArray array ? array : JqArray.of(value);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            if (i > 0) {
                text.append(' ');
            }
            switch (words.get(i)) {
                case JqArray _, JqObject _ ->
                        throw new Raised(
                                Arithmetic.typed(words.get(i)) + " can not be escaped for shell");
                case JqString(String word) -> {
                    run.meter.steps(1 + word.length() / 32);
                    run.meter.chars(word.length());
                    text.append('\'').append(word.replace("'", "'\\''")).append('\'');
                }
                case JqNull _, JqBoolean _, JqNumber _ -> text.append(words.get(i).json());
            }
        }
        return paid(run, text);
    }

    private static String base64(Run run, JqValue value) {
        String plain = ValueFunctions.text(run, value).value();
        run.meter.steps(plain.length() / 16);
        run.meter.chars(plain.length() * 4L);
        return Base64.getEncoder().encodeToString(Utf8Text.bytes(plain));
    }

    /// jq ends at padding and at the end, skips what is no digit, and refuses a lone last one.
    private static String fromBase64(Run run, JqValue value) {
        String coded = ValueFunctions.text(run, value).value();
        run.meter.steps(coded.length() / 16);
        run.meter.chars(coded.length() * 2L);
        byte[] bytes = new byte[coded.length() * 3 / 4 + 3];
        int size = 0;
        int bits = 0;
        int count = 0;
        int invalid = 0;
        for (int i = 0; i < coded.length() && coded.charAt(i) != '='; i++) {
            int digit = digit(coded.charAt(i));
            if (digit < 0) {
                invalid++;
                continue;
            }
            bits = bits << 6 | digit;
            count++;
            if (count % 4 == 0) {
                bytes[size++] = (byte) (bits >> 16);
                bytes[size++] = (byte) (bits >> 8);
                bytes[size++] = (byte) bits;
                bits = 0;
            }
        }
        String typed = Arithmetic.typed(new JqString(coded));
        if (invalid > 0) {
            throw new Raised(typed + " is not valid base64 data");
        }
        switch (count % 4) {
            case 3 -> {
                bytes[size++] = (byte) (bits >> 10);
                bytes[size++] = (byte) (bits >> 2);
            }
            case 2 -> bytes[size++] = (byte) (bits >> 4);
            case 1 -> throw new Raised(typed + " trailing base64 byte found");
            default -> {}
        }
        return Utf8Text.of(bytes, 0, size);
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
