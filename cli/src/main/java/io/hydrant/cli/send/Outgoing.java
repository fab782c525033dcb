package io.hydrant.cli.send;

import io.hydrant.cli.table.Row;

/// A row on its way, and the record it became.
public record Outgoing(Row row, byte[] data) implements io.hydrant.producer.Outgoing {
    @Override
    public String place() {
        return row.source() + " line " + row.line();
    }
}
