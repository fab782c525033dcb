package io.hydrant.cli.send;

import io.hydrant.cli.table.Row;
import io.hydrant.producer.Outgoing;

/// A row on its way, and the record it became.
public record OutgoingRow(Row row, byte[] data) implements Outgoing {
    @Override
    public String place() {
        return row.source() + " line " + row.line();
    }
}
