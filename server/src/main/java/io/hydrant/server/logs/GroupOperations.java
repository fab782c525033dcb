package io.hydrant.server.logs;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogGroup;
import io.hydrant.core.logevents.LogsError;
import io.hydrant.server.http.protocol.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is done to log groups: made, described, deleted, given a retention and tags.
record GroupOperations(LogEvents logs, LogsAccess access, LogsRequests requests) {
    private static final int PAGE = 50;

    List<LogsOperation> all() {
        return List.of(
                LogsOperation.change("CreateLogGroup", LogsShapes.CREATE_GROUP, this::create),
                LogsOperation.change("DeleteLogGroup", LogsShapes.GROUP_ALONE, this::delete),
                LogsOperation.of("DescribeLogGroups", LogsShapes.DESCRIBE_GROUPS, this::describe),
                LogsOperation.change(
                        "PutRetentionPolicy", LogsShapes.PUT_RETENTION, this::putRetention),
                LogsOperation.change(
                        "DeleteRetentionPolicy", LogsShapes.GROUP_ALONE, this::deleteRetention),
                LogsOperation.change("TagResource", LogsShapes.TAG_RESOURCE, this::tagResource),
                LogsOperation.change(
                        "UntagResource", LogsShapes.UNTAG_RESOURCE, this::untagResource),
                LogsOperation.of("ListTagsForResource", LogsShapes.ARN_ALONE, this::tagsOfResource),
                LogsOperation.change("TagLogGroup", LogsShapes.TAG_GROUP, this::tagGroup),
                LogsOperation.change("UntagLogGroup", LogsShapes.UNTAG_GROUP, this::untagGroup),
                LogsOperation.of("ListTagsLogGroup", LogsShapes.GROUP_ALONE, this::tagsOfGroup));
    }

    private void create(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        Map<String, String> tags = LogsRequests.tags(request.path("tags"));
        RequestKeys keys = RequestKeys.ofRequestTags(tags);
        access.requireOnGroup(caller, "CreateLogGroup", name, keys);
        if (!tags.isEmpty()) {
            access.requireOnGroup(caller, "TagResource", name, keys);
        }
        LogsRequests.refuse(request, "kmsKeyId", "deletionProtectionEnabled");
        String kind = request.path("logGroupClass").asString("STANDARD");
        if (!kind.equals("STANDARD")) {
            throw LogsError.INVALID_PARAMETER.because(
                    "Hydrant does not support log groups of the class %s.", kind);
        }
        logs.createGroup(name, logs.newMark(), OptionalInt.empty(), tags);
    }

    private void delete(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        access.requireOnGroup(caller, "DeleteLogGroup", name);
        logs.deleteGroup(name);
    }

    private ObjectNode describe(ObjectNode request, Caller caller) {
        access.requireOnAll(caller, "DescribeLogGroups");
        LogsRequests.refuse(request, "accountIdentifiers", "includeLinkedAccounts");
        String after = LogsRequests.position(request).orElse("");
        int limit = request.path("limit").asInt(PAGE);
        List<LogGroup> found =
                logs.groups().stream()
                        .filter(wanted(request))
                        .filter(group -> group.name().compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode groups = answer.putArray("logGroups");
        found.stream().limit(limit).forEach(group -> describe(group, groups.addObject()));
        if (found.size() > limit) {
            answer.put("nextToken", LogsRequests.token(found.get(limit - 1).name()));
        }
        return answer;
    }

    private Predicate<LogGroup> wanted(ObjectNode request) {
        Optional<String> prefix = request.path("logGroupNamePrefix").stringValueOpt();
        Optional<String> pattern = request.path("logGroupNamePattern").stringValueOpt();
        if (prefix.isPresent() && pattern.isPresent()) {
            throw LogsError.INVALID_PARAMETER.because(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive"
                            + " parameters.");
        }
        Set<String> names = Set.copyOf(named(request));
        boolean isStandard = request.path("logGroupClass").asString("STANDARD").equals("STANDARD");
        return group ->
                isStandard
                        && (names.isEmpty() || names.contains(group.name()))
                        && group.name().startsWith(prefix.orElse(""))
                        && group.name().contains(pattern.orElse(""));
    }

    private List<String> named(ObjectNode request) {
        return LogsRequests.texts(request.path("logGroupIdentifiers")).stream()
                .map(identifier ->
                        identifier.startsWith("arn:") ? requests.ofArn(identifier) : identifier)
                .toList();
    }

    private void describe(LogGroup group, ObjectNode into) {
        into.put("logGroupName", group.name());
        into.put("creationTime", group.createdMillis());
        group.retentionDays().ifPresent(days -> into.put("retentionInDays", days));
        into.put("metricFilterCount", 0);
        into.put("arn", logs.arn(group.name()) + ":*");
        into.put("storedBytes", group.storedBytes());
        into.put("logGroupClass", "STANDARD");
        into.put("logGroupArn", logs.arn(group.name()));
        into.put("deletionProtectionEnabled", false);
    }

    private void putRetention(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        access.requireOnGroup(caller, "PutRetentionPolicy", name);
        int days = LogGroup.checkedRetention(request.path("retentionInDays").intValue());
        logs.setRetention(name, OptionalInt.of(days));
    }

    private void deleteRetention(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        access.requireOnGroup(caller, "DeleteRetentionPolicy", name);
        logs.setRetention(name, OptionalInt.empty());
    }

    private void tagResource(ObjectNode request, Caller caller) {
        tag(caller, "TagResource", ofArn(request), LogsRequests.tags(request.path("tags")));
    }

    private String ofArn(ObjectNode request) {
        return requests.ofArn(request.path("resourceArn").stringValue());
    }

    private void tagGroup(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        tag(caller, "TagLogGroup", name, LogsRequests.tags(request.path("tags")));
    }

    private void tag(Caller caller, String action, String group, Map<String, String> tags) {
        access.requireOnGroup(caller, action, group, RequestKeys.ofRequestTags(tags));
        logs.tag(group, tags);
    }

    private void untagResource(ObjectNode request, Caller caller) {
        List<String> keys = LogsRequests.texts(request.path("tagKeys"));
        untag(caller, "UntagResource", ofArn(request), keys);
    }

    private void untagGroup(ObjectNode request, Caller caller) {
        String name = request.path("logGroupName").stringValue();
        untag(caller, "UntagLogGroup", name, LogsRequests.texts(request.path("tags")));
    }

    private void untag(Caller caller, String action, String group, List<String> tags) {
        RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", tags));
        access.requireOnGroup(caller, action, group, keys);
        logs.untag(group, Set.copyOf(tags));
    }

    private ObjectNode tagsOfResource(ObjectNode request, Caller caller) {
        return tags(caller, "ListTagsForResource", ofArn(request));
    }

    private ObjectNode tagsOfGroup(ObjectNode request, Caller caller) {
        return tags(caller, "ListTagsLogGroup", request.path("logGroupName").stringValue());
    }

    private ObjectNode tags(Caller caller, String action, String group) {
        access.requireOnGroup(caller, action, group);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        logs.group(group).tags().forEach(answer.putObject("tags")::put);
        return answer;
    }
}
