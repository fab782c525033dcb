package io.hydrant.server.firehose;

import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreams.NamePage;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.SourceType;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.JsonOperation;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lists names in order of the alphabet, ten at a time unless asked otherwise.
record ListDeliveryStreams(DeliveryStreams streams, FirehoseAccess permissions)
        implements JsonOperation {
    private static final int LIMIT_DEFAULT = 10;

    @Override
    public String name() {
        return "ListDeliveryStreams";
    }

    @Override
    public byte[] answer(byte[] body, Caller caller) {
        ObjectNode request = JsonRequest.read(body, FirehoseShapes.LIST_DELIVERY_STREAMS);
        permissions.require(caller, "firehose:ListDeliveryStreams");
        NamePage page = page(request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode names = answer.putArray("DeliveryStreamNames");
        page.names().forEach(names::add);
        answer.put("HasMoreDeliveryStreams", page.hasMore());
        return JsonAnswer.bytes(answer);
    }

    private NamePage page(ObjectNode request) {
        Optional<String> type = request.path("DeliveryStreamType").stringValueOpt();
        return streams.names(
                request.path("ExclusiveStartDeliveryStreamName").asString(""),
                request.path("Limit").asInt(LIMIT_DEFAULT),
                stream -> type.isEmpty() || type.get().equals(typeOf(stream)));
    }

    private static String typeOf(DeliveryStream stream) {
        return SourceType.of(stream.source()).wireName();
    }
}
