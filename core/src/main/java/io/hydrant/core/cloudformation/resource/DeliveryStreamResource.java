package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.NewStream;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.PassedRoles;
import io.hydrant.core.stream.request.SourceType;
import io.hydrant.core.stream.request.StreamRequests;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::KinesisFirehose::DeliveryStream`: its properties are the members of Firehose's own
/// requests.
final class DeliveryStreamResource implements ResourceType {
    private static final int NAME_MAX = 64;

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::KinesisFirehose::DeliveryStream",
                    "Firehose",
                    DeliveryStreamSchema.PROPERTIES,
                    onlyAtCreation(),
                    Optional.of("DeliveryStreamName"),
                    Set.of("Arn"),
                    true,
                    Optional.of("DeliveryStreamName"));

    private final DeliveryStreams streams;
    private final String account;
    private final Authority authority;
    private final PhysicalName names;

    DeliveryStreamResource(
            DeliveryStreams streams, String account, Authority authority, RandomGenerator random) {
        this.streams = streams;
        this.account = account;
        this.authority = authority;
        this.names = new PhysicalName(random);
    }

    /// A stream keeps its name and its source.
    private static Set<String> onlyAtCreation() {
        Set<String> properties = new LinkedHashSet<>();
        properties.add("DeliveryStreamName");
        properties.add("DeliveryStreamType");
        for (SourceType source : SourceType.values()) {
            properties.add(source.configuration());
        }
        return properties;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(Wanted wanted) throws ResourceFailure {
        String name =
                new Properties(wanted.properties())
                        .text("DeliveryStreamName")
                        .orElseGet(() -> names.of(wanted, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(wanted));
        require(wanted.actor(), "firehose:CreateDeliveryStream", name, tags);
        if (!Properties.tags(wanted).isEmpty()) {
            require(wanted.actor(), "firehose:TagDeliveryStream", name, tags);
        }
        requirePassRoles(wanted, name, Set.of());
        if (streams.find(name).isPresent()) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Firehose %s under accountId %s already exists", name, account);
        }
        return new Claim(name, streams.newLogId());
    }

    @Override
    public Map<String, String> create(Wanted wanted, Claim claim) throws IOException {
        ObjectNode request = wanted.properties().deepCopy();
        request.put("DeliveryStreamName", claim.physicalId());
        request.remove("Tags");
        ArrayNode tags = tags(Properties.tags(wanted));
        if (!tags.isEmpty()) {
            request.set("Tags", tags);
        }
        streams.create(read(request), claim.mark());
        return Map.of("Arn", arn(claim.physicalId()));
    }

    @Override
    public boolean stands(Present present) {
        return found(present).isPresent();
    }

    /// The stream, unless it is gone or another has its name by now.
    private Optional<DeliveryStream> found(Present present) {
        return streams.find(present.physicalId()).filter(stream -> present.bears(stream.logId()));
    }

    @Override
    public Map<String, String> update(Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        String name = present.physicalId();
        DeliveryStream stream =
                found(present).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        updateDestination(stream, present, wanted);
        updateTags(wanted, streams.existing(name));
        return Map.of("Arn", arn(name));
    }

    private void updateDestination(DeliveryStream stream, Present present, Wanted wanted)
            throws ResourceFailure, IOException {
        JsonNode after = StreamRequests.destination(wanted.properties());
        boolean same =
                present.given().stream()
                        .allMatch(given -> StreamRequests.destination(given).equals(after));
        ObjectNode request = wanted.properties().deepCopy();
        request.put("DeliveryStreamName", stream.name());
        request.remove("Tags");
        NewStream changed = read(request);
        if (same || changed.destination().equals(stream.destination())) {
            return;
        }
        require(wanted.actor(), "firehose:UpdateDestination", stream.name(), RequestKeys.NONE);
        requirePassRoles(wanted, stream.name(), PassedRoles.of(stream.destination()));
        streams.replaceDestination(changed, stream.logId());
    }

    private NewStream read(ObjectNode request) {
        return new StreamRequests(streams)
                .newStream(JsonRequest.check(request, FirehoseShapes.CREATE_DELIVERY_STREAM));
    }

    private void updateTags(Wanted wanted, DeliveryStream stream)
            throws ResourceFailure, IOException {
        Map<String, String> now = Properties.tags(wanted);
        Set<String> gone = new LinkedHashSet<>();
        Map<String, String> was = new LinkedHashMap<>();
        stream.tags().forEach(tag -> was.put(tag.key(), tag.value().orElse("")));
        was.keySet().stream().filter(key -> !now.containsKey(key)).forEach(gone::add);
        if (!gone.isEmpty()) {
            require(
                    wanted.actor(),
                    "firehose:UntagDeliveryStream",
                    stream.name(),
                    RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone))));
            streams.untag(stream.name(), gone);
        }
        if (!was.entrySet().containsAll(now.entrySet())) {
            require(
                    wanted.actor(),
                    "firehose:TagDeliveryStream",
                    stream.name(),
                    RequestKeys.ofRequestTags(now));
            streams.tag(stream.name(), new StreamRequests(streams).tags(tags(now)));
        }
    }

    @Override
    public void delete(Present present) throws ResourceFailure, IOException {
        Optional<DeliveryStream> stream = found(present);
        if (stream.isPresent()) {
            String name = stream.get().name();
            require(present.actor(), "firehose:DeleteDeliveryStream", name, RequestKeys.NONE);
            streams.delete(name, stream.get().logId());
        }
    }

    /// The tags that the stream has already are keys of every question about it.
    private void require(Actor actor, String action, String name, RequestKeys keys)
            throws ResourceFailure {
        RequestKeys all = streams.find(name).map(StreamKeys::of).map(keys::and).orElse(keys);
        authority.require(actor, action, arn(name), all, ResourcePolicy.NONE);
    }

    /// Whoever gives roles to Firehose must be allowed to pass on each that it has not already.
    private void requirePassRoles(Wanted wanted, String name, Set<String> present)
            throws ResourceFailure {
        for (String role : PassedRoles.of(wanted.properties(), account)) {
            if (present.contains(role)) {
                continue;
            }
            authority.require(
                    wanted.actor(),
                    "iam:PassRole",
                    role,
                    StreamKeys.ofPassing(streams.arn(name)),
                    ResourcePolicy.NONE);
        }
    }

    private String arn(String name) {
        return streams.arn(name).toString();
    }

    private static ArrayNode tags(Map<String, String> tags) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return list;
    }
}
