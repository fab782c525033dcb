package io.hydrant.cli.table;

import java.nio.charset.StandardCharsets;

/// Writes values as JSON. Characters beyond ASCII are kept as UTF-8.
record JsonCells(Utf8Buffer buffer) implements Cells {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void number(String json) {
        buffer.write(json);
    }

    @Override
    public void text(String text) {
        buffer.writeJson(text);
    }

    @Override
    public void truth(boolean value) {
        buffer.write(value ? TRUE : FALSE);
    }

    @Override
    public void missing() {
        buffer.write(NULL);
    }
}
