package io.hydrant.server.http.protocol;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// One operation of a service that its clients ask in several protocols. It gets the members of the
/// request as a tree, whatever they came in, and returns those of the answer; times in it are
/// [java.time.Instant]s. In a request from a form every value is text, and an empty list is an
/// empty text. Called by many threads at once, after the signature was verified.
public interface PolyglotOperation {
    /// As in `Action=<name>`.
    String name();

    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener
    ObjectNode answer(ObjectNode request, Caller caller) throws IOException;
}
