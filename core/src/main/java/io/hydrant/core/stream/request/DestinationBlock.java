package io.hydrant.core.stream.request;

import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.core.stream.destination.Destination;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The block of a request that configures a destination of one type: its model, and what it comes
/// to once AWS's rules are kept. A row of [DestinationType].
interface DestinationBlock {
    /// The model of a configuration, in CreateDeliveryStream.
    Structure configuration();

    /// The model of an update, in UpdateDestination.
    Structure update();

    /// The destination that a configuration describes.
    ///
    /// @param current that of the stream which has the name already, if one has
    /// @throws io.hydrant.aws.ServiceException as the operation answers
    Destination read(
            ObjectNode configuration,
            String streamName,
            Instant now,
            Optional<Destination> current);

    /// The destination with the members that an update gives.
    ///
    /// @throws io.hydrant.aws.ServiceException as the operation answers
    Destination change(Destination current, ObjectNode update, String streamName, Instant now);
}
