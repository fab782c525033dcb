package io.hydrant.core.stream;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.stream.destination.Destination;
import java.time.Instant;

/// A change of a stream's destination.
@FunctionalInterface
public interface DestinationChange {
    /// @param current which nobody changes meanwhile
    /// @return the destination as it will be
    /// @throws ServiceException when it may not be changed so
    Destination of(DeliveryStream current, Instant now);
}
