package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.NewStream;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.core.stream.WantedEncryption;
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
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        String name =
                new Properties(desired.properties())
                        .text("DeliveryStreamName")
                        .orElseGet(() -> names.of(desired, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(desired));
        require(desired.actor(), "firehose:CreateDeliveryStream", name, tags);
        if (!Properties.tags(desired).isEmpty()) {
            require(desired.actor(), "firehose:TagDeliveryStream", name, tags);
        }
        requirePassRoles(desired, name, Set.of());
        if (streams.find(name).isPresent()) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Firehose %s under accountId %s already exists", name, account);
        }
        return new Claim(name, streams.newLogId());
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws IOException {
        ObjectNode request = desired.properties().deepCopy();
        request.put("DeliveryStreamName", claim.physicalId());
        request.remove("Tags");
        ArrayNode tags = tags(Properties.tags(desired));
        if (!tags.isEmpty()) {
            request.set("Tags", tags);
        }
        NewStream wanted = new StreamRequests(streams).newStream(checked(request));
        streams.create(wanted.encrypted(encryption(desired, request)), claim.mark());
        return Map.of("Arn", arn(claim.physicalId()));
    }

    private Optional<WantedEncryption> encryption(DesiredResource desired, ObjectNode request) {
        KmsCaller caller = authority.kmsCaller(desired.actor());
        return new StreamRequests(streams)
                .encryptionIfAny(request, caller.principal(), caller.circumstances());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The stream, unless it is gone or another has its name by now.
    private Optional<DeliveryStream> found(PhysicalResource current) {
        return streams.find(current.physicalId()).filter(stream -> current.bears(stream.logId()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        DeliveryStream stream =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        updateDestination(stream, current, desired);
        updateEncryption(stream, current, desired);
        updateTags(desired, streams.existing(name));
        return Map.of("Arn", arn(name));
    }

    private void updateDestination(
            DeliveryStream stream, PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        JsonNode after = StreamRequests.destination(desired.properties());
        boolean same =
                current.given().stream()
                        .allMatch(given -> StreamRequests.destination(given).equals(after));
        ObjectNode request = desired.properties().deepCopy();
        request.put("DeliveryStreamName", stream.name());
        request.remove("Tags");
        NewStream changed = new StreamRequests(streams).replacement(checked(request), stream);
        if (same || changed.destination().equals(stream.destination())) {
            return;
        }
        require(desired.actor(), "firehose:UpdateDestination", stream.name(), RequestKeys.NONE);
        requirePassRoles(desired, stream.name(), PassedRoles.of(stream.destination()));
        streams.replaceDestination(changed, stream.logId());
    }

    /// What a stream was encrypted with otherwise than by its template is left alone.
    private void updateEncryption(
            DeliveryStream stream, PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        Optional<WantedEncryption> wanted = encryption(desired, desired.properties());
        Optional<LogEncryption> now = stream.encryption().filter(LogEncryption::isOn);
        String name = stream.name();
        if (wanted.isPresent()) {
            boolean isSo = now.isPresent() && now.get().keyArn().equals(wanted.get().keyArn());
            if (!isSo) {
                String action = "firehose:StartDeliveryStreamEncryption";
                require(desired.actor(), action, name, RequestKeys.NONE);
                streams.encryption().start(name, wanted.get());
            }
        } else if (now.isPresent()
                && current.given().stream().anyMatch(DeliveryStreamResource::encrypts)) {
            String action = "firehose:StopDeliveryStreamEncryption";
            require(desired.actor(), action, name, RequestKeys.NONE);
            streams.encryption().stop(name);
        }
    }

    private static boolean encrypts(JsonNode properties) {
        return properties.has("DeliveryStreamEncryptionConfigurationInput");
    }

    private static ObjectNode checked(ObjectNode request) {
        return JsonRequest.check(request, FirehoseShapes.CREATE_DELIVERY_STREAM);
    }

    private void updateTags(DesiredResource desired, DeliveryStream stream)
            throws ResourceFailure, IOException {
        Map<String, String> now = Properties.tags(desired);
        Set<String> gone = new LinkedHashSet<>();
        Map<String, String> was = new LinkedHashMap<>();
        stream.tags().forEach(tag -> was.put(tag.key(), tag.value().orElse("")));
        was.keySet().stream().filter(key -> !now.containsKey(key)).forEach(gone::add);
        if (!gone.isEmpty()) {
            require(
                    desired.actor(),
                    "firehose:UntagDeliveryStream",
                    stream.name(),
                    RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone))));
            streams.untag(stream.name(), gone);
        }
        if (!was.entrySet().containsAll(now.entrySet())) {
            require(
                    desired.actor(),
                    "firehose:TagDeliveryStream",
                    stream.name(),
                    RequestKeys.ofRequestTags(now));
            streams.tag(stream.name(), new StreamRequests(streams).tags(tags(now)));
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<DeliveryStream> stream = found(current);
        if (stream.isPresent()) {
            String name = stream.get().name();
            require(current.actor(), "firehose:DeleteDeliveryStream", name, RequestKeys.NONE);
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
    private void requirePassRoles(DesiredResource desired, String name, Set<String> current)
            throws ResourceFailure {
        for (String role : PassedRoles.of(desired.properties(), account)) {
            if (current.contains(role)) {
                continue;
            }
            authority.require(
                    desired.actor(),
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
