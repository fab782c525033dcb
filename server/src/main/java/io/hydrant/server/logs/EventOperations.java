package io.hydrant.server.logs;

import io.hydrant.core.logevents.EventBatch;
import io.hydrant.core.logevents.EventInput;
import io.hydrant.core.logevents.EventPage;
import io.hydrant.core.logevents.EventPlace;
import io.hydrant.core.logevents.EventQuery;
import io.hydrant.core.logevents.FilterPattern;
import io.hydrant.core.logevents.LogEvent;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogsError;
import io.hydrant.server.http.protocol.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is done to events: put, read from either end of a stream, searched over a group.
record EventOperations(LogEvents logs, LogsAccess access, LogsRequests requests) {
    /// AWS looks at no sequence token anymore, and gives one all the same.
    static final String SEQUENCE_TOKEN = "4".repeat(56);

    /// The texts of a call, each byte escaped at worst, and what is around 10,000 of them.
    private static final int PUT_BYTES_MAX = 8 << 20;

    /// Digits of an id among all events, as AWS has them.
    private static final String EVENT_ID = "%019d%037d";

    private static final String FORWARD = "f/";
    private static final String BACKWARD = "b/";

    List<LogsOperation> all() {
        return List.of(
                new LogsOperation("PutLogEvents", LogsShapes.PUT_EVENTS, PUT_BYTES_MAX, this::put),
                LogsOperation.of("GetLogEvents", LogsShapes.GET_EVENTS, this::get),
                LogsOperation.of("FilterLogEvents", LogsShapes.FILTER_EVENTS, this::filter));
    }

    private ObjectNode put(ObjectNode request, Caller caller) {
        String group = request.path("logGroupName").stringValue();
        String stream = request.path("logStreamName").stringValue();
        access.requireOnStream(caller, "PutLogEvents", group, stream);
        LogsRequests.refuse(request, "entity");
        List<EventInput> events =
                request.path("logEvents")
                        .valueStream()
                        .map(event ->
                                new EventInput(
                                        event.path("timestamp").longValue(),
                                        event.path("message").stringValue()))
                        .toList();
        EventBatch.Rejected rejected = logs.put(group, stream, new EventBatch(events));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("nextSequenceToken", SEQUENCE_TOKEN);
        if (rejected.isAny()) {
            describe(rejected, answer.putObject("rejectedLogEventsInfo"));
        }
        return answer;
    }

    private static void describe(EventBatch.Rejected rejected, ObjectNode info) {
        rejected.tooNewStart().ifPresent(start -> info.put("tooNewLogEventStartIndex", start));
        if (rejected.tooOldEnd() > 0) {
            info.put("tooOldLogEventEndIndex", rejected.tooOldEnd());
        }
        if (rejected.expiredEnd() > 0) {
            info.put("expiredLogEventEndIndex", rejected.expiredEnd());
        }
    }

    /// From the head on, or the latest; a token goes on in its direction. Either way the events are
    /// in order, and a token of where nothing is yet leads to what comes there later.
    private ObjectNode get(ObjectNode request, Caller caller) {
        String group = requests.group(request);
        String stream = request.path("logStreamName").stringValue();
        access.requireOnStream(caller, "GetLogEvents", group, stream);
        Optional<String> position = LogsRequests.position(request);
        boolean isForward =
                position.map(text -> text.startsWith(FORWARD))
                        .orElse(request.path("startFromHead").booleanValue(false));
        EventPlace from = start(request);
        EventPlace to = end(request, 0);
        Optional<EventPlace> at = position.map(EventOperations::place);
        EventPlace behind = isForward ? later(from, at.orElse(from)) : from;
        EventPlace before = isForward ? to : earlier(to, at.orElse(to));
        EventQuery query = query(request, behind, before, "", Optional.empty());
        EventPage page = logs.page(group, stream, query, isForward);
        List<LogEvent> events = isForward ? page.events() : page.events().reversed();
        return events(events, behind, before, at);
    }

    /// Where nothing was found a token stays what it was.
    private static ObjectNode events(
            List<LogEvent> events, EventPlace behind, EventPlace before, Optional<EventPlace> at) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("events");
        for (LogEvent event : events) {
            list.addObject()
                    .put("timestamp", event.atMillis())
                    .put("message", event.message())
                    .put("ingestionTime", event.ingestedMillis());
        }
        EventPlace last = events.isEmpty() ? at.orElse(behind) : events.getLast().place();
        EventPlace first = events.isEmpty() ? at.orElse(before) : events.getFirst().place();
        answer.put("nextForwardToken", LogsRequests.token(FORWARD + last.text()));
        answer.put("nextBackwardToken", LogsRequests.token(BACKWARD + first.text()));
        return answer;
    }

    private static EventPlace place(String position) {
        if (!position.startsWith(FORWARD) && !position.startsWith(BACKWARD)) {
            throw LogsRequests.invalidToken();
        }
        return EventPlace.of(position.substring(FORWARD.length()))
                .orElseThrow(LogsRequests::invalidToken);
    }

    private static EventPlace later(EventPlace one, EventPlace two) {
        return one.compareTo(two) > 0 ? one : two;
    }

    private static EventPlace earlier(EventPlace one, EventPlace two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    private static EventPlace start(ObjectNode request) {
        return request.has("startTime")
                ? EventPlace.before(request.path("startTime").longValue())
                : EventPlace.BEGINNING;
    }

    /// @param included how much later than the end's time is still wanted
    private static EventPlace end(ObjectNode request, int included) {
        long millis = request.path("endTime").asLong(Long.MAX_VALUE);
        return millis == Long.MAX_VALUE ? EventPlace.END : EventPlace.before(millis + included);
    }

    private static EventQuery query(
            ObjectNode request,
            EventPlace behind,
            EventPlace before,
            String prefix,
            Optional<Set<String>> streams) {
        return new EventQuery(
                streams,
                prefix,
                behind,
                before,
                FilterPattern.of(request.path("filterPattern").asString("")),
                request.path("limit").asInt(EventBatch.EVENTS_MAX));
    }

    private ObjectNode filter(ObjectNode request, Caller caller) {
        String group = requests.group(request);
        access.requireOnGroup(caller, "FilterLogEvents", group);
        String prefix = request.path("logStreamNamePrefix").asString("");
        Optional<Set<String>> streams =
                Optional.of(LogsRequests.texts(request.path("logStreamNames")))
                        .filter(names -> !names.isEmpty())
                        .map(Set::copyOf);
        if (!prefix.isEmpty() && streams.isPresent()) {
            throw LogsError.INVALID_PARAMETER.because(
                    "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        }
        EventPlace behind =
                LogsRequests.position(request)
                        .map(text -> EventPlace.of(text).orElseThrow(LogsRequests::invalidToken))
                        .orElse(start(request));
        EventPage page =
                logs.search(group, query(request, behind, end(request, 1), prefix, streams));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("events");
        page.events().forEach(event -> describe(event, list.addObject()));
        answer.putArray("searchedLogStreams");
        if (!page.isLast()) {
            answer.put("nextToken", LogsRequests.token(page.end().text()));
        }
        return answer;
    }

    private static void describe(LogEvent event, ObjectNode into) {
        into.put("logStreamName", event.stream());
        into.put("timestamp", event.atMillis());
        into.put("message", event.message());
        into.put("ingestionTime", event.ingestedMillis());
        into.put("eventId", EVENT_ID.formatted(event.atMillis(), event.id()));
    }
}
