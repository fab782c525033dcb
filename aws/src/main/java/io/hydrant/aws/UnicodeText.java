package io.hydrant.aws;

/// Whether a text can be stored as what it is. JSON and YAML let one write half of a surrogate
/// pair; no encoding has bytes for it, so that it would come back as a question mark.
public final class UnicodeText {
    private UnicodeText() {}

    public static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                return false;
            }
            i++;
        }
        return true;
    }
}
