package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DestinationDocument;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows a stream. A stream has one destination, so that the paging members make no difference:
/// even an unknown `ExclusiveStartDestinationId` gets the destination.
record DescribeDeliveryStream(DeliveryStreams streams, Permissions permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "DescribeDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        String streamName =
                JsonRequest.read(body, FirehoseShapes.DESCRIBE_DELIVERY_STREAM)
                        .path("DeliveryStreamName")
                        .stringValue();
        permissions.requireOnStream(caller, "firehose:DescribeDeliveryStream", streamName);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("DeliveryStreamDescription", description(streams.existing(streamName)));
        return JsonAnswer.bytes(answer);
    }

    private static ObjectNode description(DeliveryStream stream) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("DeliveryStreamName", stream.name());
        description.put("DeliveryStreamARN", stream.arn().toString());
        description.put("DeliveryStreamStatus", stream.status().name());
        description.putObject("DeliveryStreamEncryptionConfiguration").put("Status", "DISABLED");
        description.put("DeliveryStreamType", "DirectPut");
        description.put("VersionId", Integer.toString(stream.version()));
        description.put("CreateTimestamp", epochSeconds(stream.created()));
        stream.lastUpdated()
                .ifPresent(at -> description.put("LastUpdateTimestamp", epochSeconds(at)));
        ObjectNode destination = description.putArray("Destinations").addObject();
        destination.put("DestinationId", DeliveryStream.DESTINATION_ID);
        destination.set(
                "S3DestinationDescription", DestinationDocument.describe(stream.destination()));
        destination.set(
                "ExtendedS3DestinationDescription",
                DestinationDocument.describeExtended(stream.destination()));
        description.put("HasMoreDestinations", false);
        return description;
    }

    private static BigDecimal epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
