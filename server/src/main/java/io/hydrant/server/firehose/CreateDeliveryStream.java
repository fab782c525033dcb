package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Creates a stream. The caller must also be allowed to pass on every role that the request names,
/// and to tag the stream when there are tags.
record CreateDeliveryStream(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "CreateDeliveryStream";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.CREATE_DELIVERY_STREAM);
        authorise(request, caller);
        StreamRequests requests = new StreamRequests(streams);
        DeliveryStream stream =
                streams.create(
                        requests.newStream(request)
                                .encrypted(
                                        requests.encryptionIfAny(
                                                request,
                                                caller.principal(),
                                                caller.circumstances())));
        return JsonAnswer.bytes(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("DeliveryStreamARN", stream.arn().toString()));
    }

    private void authorise(ObjectNode request, Caller caller) {
        String streamName = request.path("DeliveryStreamName").stringValue();
        JsonNode tags = request.path("Tags");
        RequestKeys tagKeys = RequestTags.keys(tags);
        permissions.requireOnStream(caller, "firehose:CreateDeliveryStream", streamName, tagKeys);
        if (!tags.isEmpty()) {
            permissions.requireOnStream(caller, "firehose:TagDeliveryStream", streamName, tagKeys);
        }
        permissions.requirePassRoles(caller, request, streamName);
    }
}
