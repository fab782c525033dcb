package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::Logs::LogStream`. It is in a group for good, and nothing of it can change.
final class LogStreamResource implements ResourceType {
    private static final int NAME_MAX = 512;

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("LogGroupName", Schema.text(1, NAME_MAX, "[.\\-_/#A-Za-z0-9]+"))
                    .with("LogStreamName", Schema.text(1, NAME_MAX, "[^:*]*"))
                    .require("LogGroupName");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::Logs::LogStream",
                    "CloudWatchLogs",
                    PROPERTIES,
                    Set.of("LogGroupName", "LogStreamName"),
                    Optional.of("LogStreamName"),
                    Set.of(),
                    false,
                    Optional.of("LogStreamName"));

    private final LogEvents logs;
    private final Authority authority;
    private final PhysicalName names;

    LogStreamResource(LogEvents logs, Authority authority, RandomGenerator random) {
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
        String group = properties.required("LogGroupName");
        String name = properties.text("LogStreamName").orElseGet(() -> names.of(desired, NAME_MAX));
        authority.require(
                desired.actor(),
                "logs:CreateLogStream",
                logs.permissionArns(group),
                logs.keys(group));
        if (logs.findStream(group, name).isPresent()) {
            throw exists(name);
        }
        return new Claim(name, logs.newMark());
    }

    private static ResourceFailure exists(String name) {
        return new ResourceFailure(
                HandlerErrorCode.ALREADY_EXISTS,
                "Resource of type 'AWS::Logs::LogStream' with identifier '"
                        + name
                        + "' already exists.");
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws ResourceFailure {
        String group = new Properties(desired.properties()).required("LogGroupName");
        try {
            logs.createStream(group, claim.physicalId(), claim.mark());
        } catch (ServiceException refusal) {
            if (HandlerErrorCode.of(refusal) == HandlerErrorCode.ALREADY_EXISTS) {
                throw exists(claim.physicalId());
            }
            throw refusal;
        }
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return group(current).isPresent();
    }

    /// The group that has the stream, unless it is gone or another has its name by now.
    private Optional<String> group(PhysicalResource current) {
        return current.properties().stream()
                .map(given -> given.required("LogGroupName"))
                .filter(group -> isOurs(current, group))
                .findFirst();
    }

    private boolean isOurs(PhysicalResource current, String group) {
        Optional<LogStream> stream = logs.findStream(group, current.physicalId());
        return stream.filter(found -> current.bears(found.mark())).isPresent();
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure {
        if (group(current).isEmpty()) {
            throw ResourceFailure.notFound(DESCRIPTION, current.physicalId());
        }
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure {
        Optional<String> group = group(current);
        if (group.isPresent()) {
            String name = current.physicalId();
            RequestKeys keys = logs.keys(group.get());
            authority.require(
                    current.actor(),
                    "logs:DeleteLogStream",
                    List.of(logs.arn(group.get(), name)),
                    keys);
            logs.deleteStream(group.get(), name, current.mark());
        }
    }
}
