package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamDescription;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows a stream. A stream has one destination, so that the paging members make no difference:
/// even an unknown `ExclusiveStartDestinationId` gets the destination.
record DescribeDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
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
        DeliveryStream stream = streams.existing(streamName);
        answer.set(
                "DeliveryStreamDescription",
                StreamDescription.of(stream, streams.encryption().trouble(stream)));
        return JsonAnswer.bytes(answer);
    }
}
