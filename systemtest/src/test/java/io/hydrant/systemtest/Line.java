package io.hydrant.systemtest;

/// A record that says where it comes from: which client sent it to which stream, with which of its
/// calls, and that it was record `index` of the `size` in that call. It is padded to a length that
/// follows from that, so that it cannot be altered unnoticed.
record Line(String stream, String client, int call, int index, int size) {
    private static final int LEAST_FILLER = 100;
    private static final int FILLER_RANGE = 1500;

    static Line parse(String text) {
        String[] parts = text.split(" ", 6);
        if (parts.length != 6) {
            throw new IllegalArgumentException("Nobody sent: " + text);
        }
        return new Line(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]));
    }

    /// Without the newline that ends it.
    String text() {
        int filler = LEAST_FILLER + (call * 37 + index * 101) % FILLER_RANGE;
        return "%s %s %d %d %d %s".formatted(stream, client, call, index, size, "x".repeat(filler));
    }
}
