package io.hydrant.aws;

/// Whether a text can be stored as what it is. JSON and YAML let one write half of a surrogate
/// pair; no encoding has bytes for it, so that it would come back as a question mark.
public final class UnicodeText {
    private UnicodeText() {}

    public static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return hasPairsOnly(text);
            }
        }
        return true;
    }

    private static boolean hasPairsOnly(String text) {
        return text.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
