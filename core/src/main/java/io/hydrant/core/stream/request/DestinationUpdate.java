package io.hydrant.core.stream.request;

import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DestinationChange;
import io.hydrant.core.stream.DestinationDocument;
import io.hydrant.core.stream.ExtendedS3Destination;
import io.hydrant.core.stream.FirehoseError;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// An UpdateDestination request, which has passed the model's constraints: checked against the
/// stream as it is, in AWS's order, and merged into it.
record DestinationUpdate(ObjectNode request) implements DestinationChange {
    @Override
    public ExtendedS3Destination of(DeliveryStream stream, Instant now) {
        checkVersion(stream);
        String destinationId = request.path("DestinationId").stringValue();
        if (!destinationId.equals(DeliveryStream.DESTINATION_ID)) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Destination Id %s not found", destinationId);
        }
        DestinationType type = onlyDestination();
        checkType(type);
        ObjectNode merged =
                DestinationDocument.merge(
                        DestinationDocument.write(stream.destination()),
                        (ObjectNode) request.path(type.update()));
        S3Rules.check(merged, stream.name(), now, Optional.of(stream.destination()));
        return DestinationDocument.read(merged);
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
        List<DestinationType> given =
                Arrays.stream(DestinationType.values())
                        .filter(type -> request.has(type.update()))
                        .toList();
        if (given.isEmpty()) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "At least one destination or source configuration update must be provided");
        }
        if (given.size() > 1) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "Exactly one destination configuration is supported for a Firehose");
        }
        return given.getFirst();
    }

    private static void checkType(DestinationType type) {
        switch (type) {
            case S3, EXTENDED_S3 -> {}
            case HTTP_ENDPOINT -> throw notChangeable("HttpEndpoint");
            case ELASTICSEARCH, OPENSEARCH -> throw notChangeable("Elasticsearch");
            case REDSHIFT, OPENSEARCH_SERVERLESS, SPLUNK, SNOWFLAKE, ICEBERG ->
                    throw FirehoseError.notSupported(type.plural());
        }
    }

    private static RuntimeException notChangeable(String type) {
        return FirehoseError.INVALID_ARGUMENT.because(
                "Changing the destination type to or from %s is not supported at this time.", type);
    }
}
