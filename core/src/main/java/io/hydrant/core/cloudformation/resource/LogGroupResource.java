package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// `AWS::Logs::LogGroup`.
final class LogGroupResource implements ResourceType {
    private static final int NAME_MAX = 512;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("LogGroupName", Schema.text(1, NAME_MAX, "[.\\-_/#A-Za-z0-9]+"))
                    .with("RetentionInDays", new Schema.WholeNumber(1, 3653))
                    .with("LogGroupClass", Schema.oneOf("STANDARD"))
                    .with("Tags", Schema.tags())
                    .with("BearerTokenAuthenticationEnabled", new Schema.Unsupported())
                    .with("DataProtectionPolicy", new Schema.Unsupported())
                    .with("DeletionProtectionEnabled", new Schema.Unsupported())
                    .with("FieldIndexPolicies", new Schema.Unsupported())
                    .with("KmsKeyId", new Schema.Unsupported())
                    .with("ResourcePolicyDocument", new Schema.Unsupported());

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::Logs::LogGroup",
                    "CloudWatchLogs",
                    PROPERTIES,
                    Set.of("LogGroupName"),
                    Optional.of("LogGroupName"),
                    Set.of("Arn"),
                    true,
                    Optional.of("LogGroupName"));

    private final LogEvents logs;
    private final Authority authority;
    private final PhysicalName names;

    LogGroupResource(LogEvents logs, Authority authority, RandomGenerator random) {
        this.logs = logs;
        this.authority = authority;
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String name = properties.text("LogGroupName").orElseGet(() -> names.of(desired, NAME_MAX));
        RequestKeys tags = RequestKeys.ofRequestTags(Properties.tags(desired));
        require(desired.actor(), "logs:CreateLogGroup", name, tags);
        if (!Properties.tags(desired).isEmpty()) {
            require(desired.actor(), "logs:TagResource", name, tags);
        }
        if (retention(properties).isPresent()) {
            require(desired.actor(), "logs:PutRetentionPolicy", name, RequestKeys.NONE);
        }
        if (logs.findGroup(name).isPresent()) {
            throw exists(name);
        }
        return new Claim(name, logs.newMark());
    }

    private static ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "Resource of type 'AWS::Logs::LogGroup' with identifier"
                        + " '{\"/properties/LogGroupName\":\""
                        + name
                        + "\"}' already exists.");
    }

    private static OptionalInt retention(Properties properties) {
        Optional<Integer> days = properties.number("RetentionInDays");
        return days.isPresent()
                ? OptionalInt.of(LogGroup.checkedRetention(days.get()))
                : OptionalInt.empty();
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws ResourceFailure {
        try {
            logs.createGroup(
                    claim.physicalId(),
                    claim.mark(),
                    retention(new Properties(desired.properties())),
                    Properties.tags(desired));
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(claim.physicalId());
            }
            throw refusal;
        }
        return attributes(claim.physicalId());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// The group, unless it is gone or another has its name by now.
    private Optional<LogGroup> found(PhysicalResource current) {
        return logs.findGroup(current.physicalId()).filter(group -> current.bears(group.mark()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure {
        String name = current.physicalId();
        LogGroup group =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        Properties after = new Properties(desired.properties());
        if (current.mayDiffer("RetentionInDays", after)
                && !group.retentionDays().equals(retention(after))) {
            String action =
                    retention(after).isPresent()
                            ? "logs:PutRetentionPolicy"
                            : "logs:DeleteRetentionPolicy";
            require(desired.actor(), action, name, RequestKeys.NONE);
            logs.setRetention(name, retention(after));
        }
        updateTags(desired, group);
        return attributes(name);
    }

    private void updateTags(DesiredResource desired, LogGroup group) throws ResourceFailure {
        Map<String, String> now = Properties.tags(desired);
        Set<String> gone =
                group.tags().keySet().stream()
                        .filter(key -> !now.containsKey(key))
                        .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone)));
            require(desired.actor(), "logs:UntagResource", group.name(), keys);
            logs.untag(group.name(), gone);
        }
        if (!group.tags().entrySet().containsAll(now.entrySet())) {
            RequestKeys keys = RequestKeys.ofRequestTags(now);
            require(desired.actor(), "logs:TagResource", group.name(), keys);
            logs.tag(group.name(), now);
        }
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure {
        Optional<LogGroup> group = found(current);
        if (group.isPresent()) {
            String name = group.get().name();
            require(current.actor(), "logs:DeleteLogGroup", name, RequestKeys.NONE);
            logs.deleteGroup(name, Optional.of(group.get().mark()));
        }
    }

    private void require(Actor actor, String action, String name, RequestKeys keys)
            throws ResourceFailure {
        authority.require(actor, action, logs.permissionArns(name), keys.and(logs.keys(name)));
    }

    private Map<String, String> attributes(String name) {
        return Map.of("Arn", logs.arn(name) + ":*");
    }
}
