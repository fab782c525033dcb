package io.hydrant.core.transform.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds JSON objects that follow on one another, by their braces alone: what is between the braces
/// is for others to read.
final class JsonObjects {
    private JsonObjects() {}

    /// Where each begins and ends; empty when there is something else than objects and white space.
    ///
    /// @param max after so many it ends
    static Optional<List<int[]>> in(byte[] bytes, int max) {
        List<int[]> found = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < bytes.length && isWhiteSpace(bytes[at])) {
                at++;
            }
            if (at == bytes.length || found.size() == max) {
                return Optional.of(found);
            }
            int end = bytes[at] == '{' ? endOfObject(bytes, at) : -1;
            if (end < 0) {
                return Optional.empty();
            }
            found.add(new int[] {at, end});
            at = end;
        }
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /// Behind the brace that closes the one at `start`; -1 when none does.
    private static int endOfObject(byte[] bytes, int start) {
        int depth = 0;
        int at = start;
        while (at < bytes.length) {
            switch (bytes[at]) {
                case '{' -> depth++;
                case '}' -> depth--;
                case '"' -> at = endOfString(bytes, at);
                default -> {}
            }
            at++;
            if (depth == 0) {
                return at <= bytes.length ? at : -1;
            }
        }
        return -1;
    }

    /// The quote that closes the one at `start`, or the end of everything.
    private static int endOfString(byte[] bytes, int start) {
        int at = start + 1;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
