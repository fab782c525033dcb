package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/// Where the rows come from, already encoded. A [BadRow] concerns one row; the next call goes on
/// behind it.
public interface RowSource {
    Optional<OutgoingRow> next() throws IOException, BadRow;

    /// How much of the input the rows so far are, 0 to 1; empty where nobody can know.
    default OptionalDouble fraction() {
        return OptionalDouble.empty();
    }
}
