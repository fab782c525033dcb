package io.hydrant.cli.send;

import io.hydrant.producer.Mark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How far a sending has come, as a progress file tells it.
///
/// @param what the stream, the server and the files, for people who open the file
/// @param to the stream, which is another one when it was deleted and created anew
/// @param producer the sending's name, by which Hydrant knows its requests again
/// @param rowsPerRequest 1 or 500
/// @param mark what is acknowledged without a gap
/// @param floor what the stream's log holds at least; empty where nobody tells
public record KeptProgress(
        String what,
        StreamIdentity to,
        String producer,
        int rowsPerRequest,
        Mark mark,
        Optional<LogFloor> floor,
        State state) {
    private static final int VERSION = 1;

    /// What became of the sending.
    public enum State {
        /// It goes on, or was killed: rows behind the mark may have been taken.
        SENDING,
        /// It ended early, and nothing behind the mark was taken.
        STOPPED,
        /// Everything is acknowledged.
        DONE
    }

    KeptProgress withMark(Mark reached) {
        return new KeptProgress(what, to, producer, rowsPerRequest, reached, floor, State.SENDING);
    }

    KeptProgress in(State end) {
        return new KeptProgress(what, to, producer, rowsPerRequest, mark, floor, end);
    }

    byte[] toBytes() {
        ObjectNode document =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("version", VERSION)
                        .put("what", what)
                        .put("stream", to.name())
                        .put("endpoint", to.endpoint())
                        .put("created", to.created())
                        .put("producer", producer)
                        .put("rowsPerRequest", rowsPerRequest)
                        .put("rows", mark.records())
                        .put("bytes", mark.bytes())
                        .put("checksum", mark.checksum())
                        .put("state", state.name().toLowerCase(Locale.ROOT));
        floor.ifPresent(known -> known.addTo(document));
        return (document + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IOException when these bytes are not what [#toBytes] wrote
    public static KeptProgress of(byte[] bytes) throws IOException {
        JsonNode document = parsed(bytes);
        boolean whole =
                document.path("version").asInt(0) == VERSION
                        && document.path("producer").isString()
                        && document.path("rows").isIntegralNumber()
                        && document.path("bytes").isIntegralNumber()
                        && document.path("checksum").isIntegralNumber()
                        && document.path("rowsPerRequest").isIntegralNumber();
        if (!whole) {
            throw new IOException("it is not a progress file of this version");
        }
        return new KeptProgress(
                document.path("what").asString(""),
                new StreamIdentity(
                        document.path("stream").asString(""),
                        document.path("endpoint").asString(""),
                        document.path("created").asString("")),
                document.path("producer").asString(),
                document.path("rowsPerRequest").asInt(),
                new Mark(
                        document.path("rows").asLong(),
                        document.path("bytes").asLong(),
                        document.path("checksum").asInt()),
                LogFloor.in(document),
                stateOf(document.path("state").asString("")));
    }

    private static State stateOf(String text) throws IOException {
        for (State state : State.values()) {
            if (state.name().equalsIgnoreCase(text)) {
                return state;
            }
        }
        throw new IOException("it is not a progress file of this version");
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
