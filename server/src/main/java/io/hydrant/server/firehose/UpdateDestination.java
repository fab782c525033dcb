package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Changes where and how a stream delivers. The caller must also be allowed to pass on every role
/// that the request names.
record UpdateDestination(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    @Override
    public String name() {
        return "UpdateDestination";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) throws IOException {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.UPDATE_DESTINATION);
        String streamName = request.path("DeliveryStreamName").stringValue();
        permissions.requireOnStream(caller, "firehose:UpdateDestination", streamName);
        permissions.requirePassRoles(caller, request, streamName);
        streams.updateDestination(streamName, new StreamRequests(streams).change(request));
        return JsonAnswer.bytes(JsonNodeFactory.instance.objectNode());
    }
}
