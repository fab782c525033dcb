package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import java.io.IOException;

/// Where a watch asks how streams are. Used by one thread.
public interface StatusSource extends AutoCloseable {
    /// @param limit of so many streams at most
    /// @throws IOException when there is no answer
    /// @throws RuntimeException as the AWS SDK and this program say why there is none
    ServerStatus ask(int limit) throws IOException;

    /// Whether it tells of buffers and backlogs, or only of states.
    boolean hasFigures();

    @Override
    void close();
}
