package io.hydrant.cli.table;

/// Writes values as they are, and nothing for a missing one.
record PlainCells(Utf8Buffer buffer) implements Cells {
    @Override
    public void number(String json) {
        buffer.write(json);
    }

    @Override
    public void text(String text) {
        buffer.write(text);
    }

    @Override
    public void truth(boolean value) {
        buffer.write(value ? "true" : "false");
    }

    @Override
    public void missing() {}
}
