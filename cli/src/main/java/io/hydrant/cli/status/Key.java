package io.hydrant.cli.status;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// What somebody who watches may press.
public enum Key {
    QUIT,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    TOP,
    SORT,
    REDRAW;

    private static final int ESCAPE = 0x1b;
    private static final int END_OF_TRANSMISSION = 4;
    private static final int FORM_FEED = 12;

    /// The next one that means something; empty when the terminal is gone.
    static Optional<Key> next(InputStream keys) throws IOException {
        while (true) {
            int pressed = keys.read();
            if (pressed < 0) {
                return Optional.empty();
            }
            Optional<Key> key = pressed == ESCAPE ? sequence(keys) : letter(pressed);
            if (key.isPresent()) {
                return key;
            }
        }
    }

    private static Optional<Key> letter(int pressed) {
        return switch (pressed) {
            case 'q', 'Q', END_OF_TRANSMISSION -> Optional.of(QUIT);
            case 'k' -> Optional.of(UP);
            case 'j', '\r', '\n' -> Optional.of(DOWN);
            case 'b' -> Optional.of(PAGE_UP);
            case ' ', 'f' -> Optional.of(PAGE_DOWN);
            case 'g' -> Optional.of(TOP);
            case 's' -> Optional.of(SORT);
            case 'r', FORM_FEED -> Optional.of(REDRAW);
            default -> Optional.empty();
        };
    }

    /// `ESC [ A`, `ESC O A`, `ESC [ 5 ~`: the rest of a sequence comes with its beginning. ESC by
    /// itself means nothing.
    private static Optional<Key> sequence(InputStream keys) throws IOException {
        if (keys.available() == 0) {
            return Optional.empty();
        }
        int kind = keys.read();
        if (kind != '[' && kind != 'O') {
            return Optional.empty();
        }
        int last = keys.read();
        int number = 0;
        while (last >= '0' && last <= '?') {
            number = last <= '9' ? last - '0' : number;
            last = keys.read();
        }
        return switch (last) {
            case 'A' -> Optional.of(UP);
            case 'B' -> Optional.of(DOWN);
            case 'H' -> Optional.of(TOP);
            case '~' ->
                    switch (number) {
                        case 5 -> Optional.of(PAGE_UP);
                        case 6 -> Optional.of(PAGE_DOWN);
                        case 1 -> Optional.of(TOP);
                        default -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }
}
