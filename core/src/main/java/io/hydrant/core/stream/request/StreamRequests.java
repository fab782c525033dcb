package io.hydrant.core.stream.request;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DestinationChange;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.NewStream;
import io.hydrant.core.stream.Source;
import io.hydrant.core.stream.StreamTag;
import io.hydrant.core.stream.destination.Destination;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads requests that have passed the constraints of [FirehoseShapes]: checks what AWS demands of
/// them beyond, in its order and words, and what Hydrant cannot do yet. Changes nothing. Safe for
/// use from many threads.
public final class StreamRequests {
    private final DeliveryStreams streams;

    /// @param streams that there are; their region and clock are the requests' too
    public StreamRequests(DeliveryStreams streams) {
        this.streams = streams;
    }

    /// What a CreateDeliveryStream request creates.
    ///
    /// @throws ServiceException as the operation answers
    public NewStream newStream(ObjectNode request) {
        String name = request.path("DeliveryStreamName").stringValue();
        DestinationType type = SourceRules.check(request, streams.region());
        Source source = SourceRules.source(request);
        DestinationBlock block = type.block();
        SourceRules.refuseEncryption(request);
        Destination destination =
                block.read(
                        (ObjectNode) request.path(type.configuration()),
                        name,
                        streams.now(),
                        streams.find(name).map(DeliveryStream::destination));
        return new NewStream(name, source, destination, tags(request.path("Tags")));
    }

    /// What a stream becomes of which such a request gives the whole destination anew. Its backup,
    /// which cannot be switched off, need not be mentioned.
    ///
    /// @throws ServiceException as the operation answers
    public NewStream replacement(ObjectNode request, DeliveryStream current) {
        NewStream wanted = newStream(request);
        PartitioningRules.checkChange(current.destination(), wanted.destination());
        if (destination(request).has("S3BackupMode")) {
            return wanted;
        }
        return new NewStream(
                wanted.name(),
                wanted.source(),
                wanted.destination().withBackupOf(current.destination()),
                wanted.tags());
    }

    /// The block of a CreateDeliveryStream request that configures the destination, whichever it
    /// is; none when there is not exactly one.
    public static JsonNode destination(JsonNode request) {
        List<JsonNode> blocks =
                Arrays.stream(DestinationType.values())
                        .map(type -> request.path(type.configuration()))
                        .filter(JsonNode::isObject)
                        .toList();
        return blocks.size() == 1 ? blocks.getFirst() : MissingNode.getInstance();
    }

    /// What an UpdateDestination request makes of a stream's destination.
    public DestinationChange change(ObjectNode request) {
        return new DestinationUpdate(request);
    }

    /// A request's list of tags.
    public List<StreamTag> tags(JsonNode list) {
        return list.valueStream()
                .map(tag ->
                        new StreamTag(
                                tag.path("Key").stringValue(), tag.path("Value").stringValueOpt()))
                .toList();
    }

    /// What StartDeliveryStreamEncryption answers: what is wrong with the request, or else that it
    /// is not supported.
    public ServiceException encryptionRefusal(ObjectNode request) {
        streams.existing(request.path("DeliveryStreamName").stringValue());
        JsonNode key = request.path("DeliveryStreamEncryptionConfigurationInput");
        if (!key.isMissingNode()) {
            SourceRules.checkEncryptionKey(key, streams.region());
        }
        return FirehoseError.notSupported("server-side encryption");
    }
}
