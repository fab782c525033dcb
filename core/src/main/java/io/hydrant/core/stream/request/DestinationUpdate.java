package io.hydrant.core.stream.request;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DestinationChange;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.destination.Destination;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// An UpdateDestination request, which has passed the model's constraints: checked against the
/// stream as it is, in AWS's order, and merged into it.
record DestinationUpdate(ObjectNode request) implements DestinationChange {
    @Override
    public Destination of(DeliveryStream stream, Instant now) {
        checkVersion(stream);
        String destinationId = request.path("DestinationId").stringValue();
        if (!destinationId.equals(DeliveryStream.DESTINATION_ID)) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Destination Id %s not found", destinationId);
        }
        DestinationType type = onlyDestination();
        return type.blockToChange(stream.destination())
                .change(
                        stream.destination(),
                        (ObjectNode) request.path(type.update()),
                        stream.name(),
                        now);
    }

    private void checkVersion(DeliveryStream stream) {
        String given = request.path("CurrentDeliveryStreamVersionId").stringValue();
        String current = Integer.toString(stream.version());
        if (!given.equals(current)) {
            throw FirehoseError.CONCURRENT_MODIFICATION.because(
                    "Cannot update firehose: %s since the current version id: %s and specified"
                            + " version id: %s do not match",
                    stream.name(), current, given);
        }
    }

    private DestinationType onlyDestination() {
        return DestinationType.only(request, DestinationType::update)
                .orElseThrow(() ->
                        FirehoseError.INVALID_ARGUMENT.because(
                                "At least one destination or source configuration update must be"
                                        + " provided"));
    }
}
