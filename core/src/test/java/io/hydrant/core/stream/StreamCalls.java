package io.hydrant.core.stream;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// Firehose's operations on streams, by the bodies of their requests.
public final class StreamCalls {
    private StreamCalls() {}

    public static DeliveryStream create(DeliveryStreams streams, ObjectNode body)
            throws IOException {
        return streams.create(newStream(streams, body));
    }

    static NewStream newStream(DeliveryStreams streams, ObjectNode body) {
        return new StreamRequests(streams)
                .newStream(JsonRequest.check(body, FirehoseShapes.CREATE_DELIVERY_STREAM));
    }

    static DeliveryStream update(DeliveryStreams streams, ObjectNode body) throws IOException {
        ObjectNode request = JsonRequest.check(body, FirehoseShapes.UPDATE_DESTINATION);
        return streams.updateDestination(
                request.path("DeliveryStreamName").stringValue(),
                new StreamRequests(streams).change(request));
    }

    static void tag(DeliveryStreams streams, ObjectNode body) throws IOException {
        ObjectNode request = JsonRequest.check(body, FirehoseShapes.TAG_DELIVERY_STREAM);
        streams.tag(
                request.path("DeliveryStreamName").stringValue(),
                new StreamRequests(streams).tags(request.path("Tags")));
    }
}
