package io.hydrant.core.stream;

import io.hydrant.aws.ServiceException;
import java.time.Instant;

/// A change of a stream's destination.
@FunctionalInterface
public interface DestinationChange {
    /// @param current which nobody changes meanwhile
    /// @return the destination as it will be
    /// @throws ServiceException when it may not be changed so
    ExtendedS3Destination of(DeliveryStream current, Instant now);
}
