package io.hydrant.core.stream.request;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DestinationChange;
import io.hydrant.core.stream.NewStream;
import io.hydrant.core.stream.Source;
import io.hydrant.core.stream.StreamTag;
import io.hydrant.core.stream.WantedEncryption;
import io.hydrant.core.stream.destination.Destination;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads requests that have passed the constraints of [FirehoseShapes]: checks what AWS demands of
/// them beyond, in its order and words, and what Hydrant cannot do yet. Changes nothing. Safe for
/// use from many threads.
public final class StreamRequests {
    private static final String ENCRYPTION = "DeliveryStreamEncryptionConfigurationInput";

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
        Destination destination =
                block.read(
                        (ObjectNode) request.path(type.configuration()),
                        name,
                        streams.now(),
                        streams.find(name).map(DeliveryStream::destination));
        return new NewStream(
                name, source, destination, tags(request.path("Tags")), Optional.empty());
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
                wanted.tags(),
                Optional.empty());
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

    /// How a StartDeliveryStreamEncryption request wants a stream to be encrypted: by the server's
    /// own key, unless it names another.
    ///
    /// @throws ServiceException as the operation answers
    public WantedEncryption encryption(
            ObjectNode request, Principal principal, Circumstances circumstances) {
        JsonNode key = request.path(ENCRYPTION);
        if (!key.isMissingNode()) {
            SourceRules.checkEncryptionKey(key, streams.region());
        }
        return new WantedEncryption(key.path("KeyARN").stringValueOpt(), principal, circumstances);
    }

    /// The same of a CreateDeliveryStream request, if it wants that at all.
    public Optional<WantedEncryption> encryptionIfAny(
            ObjectNode request, Principal principal, Circumstances circumstances) {
        return request.path(ENCRYPTION).isObject()
                ? Optional.of(encryption(request, principal, circumstances))
                : Optional.empty();
    }
}
