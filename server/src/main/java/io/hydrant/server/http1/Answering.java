package io.hydrant.server.http1;

import java.io.IOException;

/// Answers one request after the other; called by many threads at once, one for each connection.
public interface Answering {
    /// Sends an answer. When it throws, or returns without one, the connection ends.
    ///
    /// @throws IOException when the client is gone or half an answer was sent
    void answer(Http1Request request, Http1Response response) throws IOException;
}
