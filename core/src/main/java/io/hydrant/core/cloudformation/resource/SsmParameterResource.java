package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.ssm.ParameterDraft;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.ParameterVersion;
import io.hydrant.core.ssm.SsmParameter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// `AWS::SSM::Parameter`. A change of it is another version of the parameter. As in AWS no template
/// has a SecureString.
final class SsmParameterResource implements ResourceType {
    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::SSM::Parameter",
                    "Ssm",
                    Schema.structure()
                            .with("Name", Schema.text(1, 2048))
                            .with("Type", Schema.oneOf("String", "StringList"))
                            .with("Value", Schema.text())
                            .with("Description", Schema.text(0, 1024))
                            .with("AllowedPattern", Schema.text(0, 1024))
                            .with("DataType", Schema.text(0, 128))
                            .with(
                                    "Tier",
                                    Schema.oneOf("Standard", "Advanced", "Intelligent-Tiering"))
                            .with("Tags", new Schema.Mapping(Schema.text(0, 256)))
                            .with("Policies", new Schema.Unsupported())
                            .require("Type", "Value"),
                    Set.of("Name"),
                    Optional.of("Name"),
                    Set.of("Type", "Value"),
                    true,
                    Optional.of("Name"));

    private final ParameterStore store;
    private final Authority authority;
    private final PhysicalName names;

    SsmParameterResource(ParameterStore store, Authority authority, RandomGenerator random) {
        this.store = store;
        this.authority = authority;
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure, IOException {
        String name =
                new Properties(desired.properties())
                        .text("Name")
                        .map(String::strip)
                        .orElseGet(() -> names.ofParameter(desired));
        RequestKeys tags = RequestKeys.ofRequestTags(tags(desired));
        require(desired.actor(), "ssm:PutParameter", name, tags.and(overwriting(false)));
        if (!tags(desired).isEmpty()) {
            require(desired.actor(), "ssm:AddTagsToResource", name, tags);
        }
        if (store.find(name).isPresent()) {
            throw exists(name);
        }
        return new Claim(name, store.newMark());
    }

    private static ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "Resource of type 'AWS::SSM::Parameter' with identifier '"
                        + name
                        + "' already exists.");
    }

    private static RequestKeys overwriting(boolean isOver) {
        return RequestKeys.of(Map.of("ssm:Overwrite", List.of(Boolean.toString(isOver))));
    }

    /// The stack's, and over them the parameter's own.
    private static Map<String, String> tags(DesiredResource desired) {
        Map<String, String> tags = new Properties(desired.properties()).mapping("Tags");
        desired.stackTags().forEach(tag -> tags.putIfAbsent(tag.key(), tag.value()));
        return tags;
    }

    /// What a template does not say is taken away, but for the tier.
    private static ParameterDraft draft(
            DesiredResource desired, String name, Map<String, String> tags) {
        Properties properties = new Properties(desired.properties());
        return new ParameterDraft(
                name,
                properties.text("Type"),
                properties.required("Value"),
                Optional.empty(),
                properties.text("Description").or(() -> Optional.of("")),
                properties.text("AllowedPattern").or(() -> Optional.of("")),
                properties.text("Tier"),
                properties.text("DataType"),
                tags);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        try {
            return attributes(
                    store.create(
                            draft(desired, claim.physicalId(), tags(desired)),
                            claim.mark(),
                            authority.kmsCaller(desired.actor())));
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(claim.physicalId());
            }
            throw refusal;
        }
    }

    @Override
    public boolean stands(PhysicalResource current) throws IOException {
        return found(current).isPresent();
    }

    /// The parameter, unless it is gone or another has its name by now.
    private Optional<SsmParameter> found(PhysicalResource current) throws IOException {
        return store.find(current.physicalId())
                .filter(parameter -> current.bears(parameter.mark()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        String name = current.physicalId();
        SsmParameter parameter =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        ParameterDraft draft = draft(desired, name, Map.of());
        ParameterVersion standing = parameter.latest();
        if (!isSo(standing, draft)) {
            require(desired.actor(), "ssm:PutParameter", name, overwriting(true));
            standing = store.replace(draft, current.mark(), authority.kmsCaller(desired.actor()));
        }
        updateTags(desired, parameter);
        return attributes(standing);
    }

    /// Whether a version is as a draft would make the next.
    private static boolean isSo(ParameterVersion version, ParameterDraft draft) {
        return draft.kind().equals(Optional.of(version.kind().wireName()))
                && draft.value().equals(version.value())
                && draft.description().equals(version.description().or(() -> Optional.of("")))
                && draft.allowedPattern().equals(version.allowedPattern().or(() -> Optional.of("")))
                && draft.dataType()
                        .filter(type -> !type.equals(ParameterVersion.DATA_TYPE))
                        .isEmpty()
                && draft.tier().map(tier -> tier.equals(version.tier().wireName())).orElse(true);
    }

    private void updateTags(DesiredResource desired, SsmParameter parameter)
            throws ResourceFailure, IOException {
        Map<String, String> now = tags(desired);
        Set<String> gone =
                parameter.tags().keySet().stream()
                        .filter(key -> !now.containsKey(key))
                        .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone)));
            require(desired.actor(), "ssm:RemoveTagsFromResource", parameter.name(), keys);
            store.untag(parameter.name(), gone);
        }
        if (!parameter.tags().entrySet().containsAll(now.entrySet())) {
            RequestKeys keys = RequestKeys.ofRequestTags(now);
            require(desired.actor(), "ssm:AddTagsToResource", parameter.name(), keys);
            store.tag(parameter.name(), now);
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<SsmParameter> parameter = found(current);
        if (parameter.isPresent()) {
            String name = parameter.get().name();
            require(current.actor(), "ssm:DeleteParameter", name, RequestKeys.NONE);
            store.delete(name, Optional.of(parameter.get().mark()));
        }
    }

    private void require(Actor actor, String action, String name, RequestKeys keys)
            throws ResourceFailure, IOException {
        RequestKeys own = store.find(name).map(SsmParameter::keys).orElse(RequestKeys.NONE);
        authority.require(
                actor, action, store.names().arn(name), keys.and(own), ResourcePolicy.NONE);
    }

    private static Map<String, String> attributes(ParameterVersion version) {
        return Map.of("Type", version.kind().wireName(), "Value", version.value());
    }
}
