package io.hydrant.cli.send;

import java.util.List;

/// One request's rows and the RecordIds that the stream gave them, in the same order.
///
/// @param retried how many entries were refused at first and sent again
public record Acknowledged(List<Outgoing> rows, List<String> recordIds, int retried) {
    public Acknowledged {
        rows = List.copyOf(rows);
        recordIds = List.copyOf(recordIds);
    }

    long bytes() {
        return rows.stream().mapToLong(row -> row.data().length).sum();
    }
}
