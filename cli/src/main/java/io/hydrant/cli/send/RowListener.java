package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.producer.SendListener;
import java.io.IOException;

/// Called with what becomes of rows. They are read and left out by the thread that reads, and
/// acknowledged by those that send: implementations are safe for use by several.
public interface RowListener extends SendListener {
    /// @throws IOException when the row cannot be set aside
    /// @throws io.hydrant.cli.program.CommandFailure when bad rows are to end the sending
    void leftOut(BadRow row) throws IOException;

    /// The next row was read, or there was none.
    default void read(GoodRows.Reading reading) {}
}
