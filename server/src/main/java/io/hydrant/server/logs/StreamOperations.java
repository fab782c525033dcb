package io.hydrant.server.logs;

import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogStream;
import io.hydrant.core.logevents.LogsError;
import io.hydrant.core.logevents.StreamListing;
import io.hydrant.server.http.protocol.Caller;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is done to the streams of log groups: made, described, deleted.
record StreamOperations(LogEvents logs, LogsAccess access, LogsRequests requests) {
    private static final int PAGE = 50;

    List<LogsOperation> all() {
        return List.of(
                LogsOperation.change("CreateLogStream", LogsShapes.STREAM_ALONE, this::create),
                LogsOperation.change("DeleteLogStream", LogsShapes.STREAM_ALONE, this::delete),
                LogsOperation.of(
                        "DescribeLogStreams", LogsShapes.DESCRIBE_STREAMS, this::describe));
    }

    private void create(ObjectNode request, Caller caller) {
        String group = request.path("logGroupName").stringValue();
        access.requireOnGroup(caller, "CreateLogStream", group);
        logs.createStream(group, request.path("logStreamName").stringValue(), logs.newMark());
    }

    private void delete(ObjectNode request, Caller caller) {
        String group = request.path("logGroupName").stringValue();
        String stream = request.path("logStreamName").stringValue();
        access.requireOnStream(caller, "DeleteLogStream", group, stream);
        logs.deleteStream(group, stream, Optional.empty());
    }

    private ObjectNode describe(ObjectNode request, Caller caller) {
        String group = requests.group(request);
        access.requireOnGroup(caller, "DescribeLogStreams", group);
        StreamListing listing = listing(request);
        List<LogStream> found = logs.streams(group, listing);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode streams = answer.putArray("logStreams");
        found.stream()
                .limit(listing.limit())
                .forEach(stream -> describe(group, stream, streams.addObject()));
        if (found.size() > listing.limit()) {
            int listed = listing.skipped() + listing.limit();
            answer.put("nextToken", LogsRequests.token(Integer.toString(listed)));
        }
        return answer;
    }

    private static StreamListing listing(ObjectNode request) {
        String prefix = request.path("logStreamNamePrefix").asString("");
        boolean isByTime = request.path("orderBy").asString("").equals("LastEventTime");
        if (isByTime && !prefix.isEmpty()) {
            throw LogsError.INVALID_PARAMETER.because(
                    "Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        return new StreamListing(
                prefix,
                isByTime,
                request.path("descending").booleanValue(false),
                request.path("limit").asInt(PAGE),
                LogsRequests.position(request).map(StreamOperations::count).orElse(0));
    }

    private static int count(String position) {
        if (!position.matches("\\d{1,9}")) {
            throw LogsRequests.invalidToken();
        }
        return Integer.parseInt(position);
    }

    private void describe(String group, LogStream stream, ObjectNode into) {
        into.put("logStreamName", stream.name());
        into.put("creationTime", stream.createdMillis());
        stream.firstMillis().ifPresent(at -> into.put("firstEventTimestamp", at));
        stream.lastMillis().ifPresent(at -> into.put("lastEventTimestamp", at));
        stream.ingestedMillis().ifPresent(at -> into.put("lastIngestionTime", at));
        into.put("uploadSequenceToken", EventOperations.SEQUENCE_TOKEN);
        into.put("arn", logs.arn(group, stream.name()));
        into.put("storedBytes", 0);
    }
}
