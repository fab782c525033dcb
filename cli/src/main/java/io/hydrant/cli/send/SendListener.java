package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import java.io.IOException;

/// Is told what happens while rows are sent. Calls come one at a time, whichever thread they come
/// from.
public interface SendListener {
    void acknowledged(Acknowledged rows) throws IOException;

    /// @throws IOException when the row cannot be set aside
    /// @throws io.hydrant.cli.CommandFailure when bad rows are to end the sending
    void leftOut(BadRow row) throws IOException;
}
