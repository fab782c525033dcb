package io.hydrant.server.http.protocol;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import java.io.IOException;

/// One operation of an AWS Query service. The listener writes the envelope; the operation writes
/// the members of its result.
public interface QueryOperation {
    /// As in `Action=<name>`.
    String name();

    /// False where the service's model has no result shape: the envelope then lacks the `…Result`
    /// element.
    default boolean hasResult() {
        return true;
    }

    /// Whether a request need not be signed. The caller is anonymous then.
    default boolean takesStrangers() {
        return false;
    }

    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener
    void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException;
}
