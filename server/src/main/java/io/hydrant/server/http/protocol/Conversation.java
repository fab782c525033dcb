package io.hydrant.server.http.protocol;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.meter.RequestMeter.Operation;
import java.io.IOException;
import java.util.Optional;

/// One request and its answer in one of the protocols. Used by one thread.
public interface Conversation {
    /// What operations are called that a server does not have: a caller's own words are no names.
    String UNKNOWN = "unknown";

    /// What is asked for, as far as it is known by now.
    Operation operation();

    String requestId();

    /// Who asks, once that is known.
    Optional<Caller> caller();

    /// The stream or bucket that is named, as far as that is known. For a line in the log.
    default Optional<String> resource() {
        return Optional.empty();
    }

    /// Authenticates the caller, lets the operation act, and sends its answer.
    ///
    /// @throws ServiceException a refusal that [#refuse] words
    /// @throws IOException when something that the operation needs is unavailable
    void answer() throws IOException;

    /// Sends a refusal in this protocol's form.
    void refuse(ServiceException refusal) throws IOException;

    /// What the caller is told when something is unavailable for now.
    ServiceException unavailable();

    /// What the caller is told of a fault of ours.
    default ServiceException internalFailure() {
        return new ServiceException(
                500,
                "InternalFailure",
                "The request processing has failed because of an unknown error, exception or"
                        + " failure.");
    }

    /// What the caller is told of a request that is not HTTP as it should be.
    default ServiceException malformed(int status, String text) {
        return new ServiceException(status, "BadRequest", text);
    }

    /// What the caller is told when the body came too slowly.
    default ServiceException tooSlow() {
        return new ServiceException(
                408,
                "RequestTimeoutException",
                "The body of the request came too slowly, or stopped coming.");
    }

    /// What the caller is told when the answer has a header that HTTP cannot carry.
    default ServiceException unsendable() {
        return internalFailure();
    }

    /// What the caller is told when the body is too long.
    default void refuseTooLarge() throws IOException {
        refuse(
                new ServiceException(
                        413, "RequestEntityTooLarge", "The body of the request is too large"));
    }
}
