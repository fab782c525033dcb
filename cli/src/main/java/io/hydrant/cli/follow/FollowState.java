package io.hydrant.cli.follow;

import io.hydrant.cli.send.LogFloor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a follower keeps between its lives.
///
/// @param producer its name, by which Hydrant knows its requests again
/// @param records how many it has sent: names the next request
/// @param places one for each file that it knows
/// @param floor what the stream's log holds at least; empty where nobody tells
/// @param underWay rows that may have been taken: they are sent first, in the same requests
record FollowState(
        String producer,
        long records,
        List<FilePlace> places,
        Optional<LogFloor> floor,
        Optional<Piece> underWay) {
    private static final int VERSION = 1;

    FollowState {
        places = List.copyOf(places);
    }

    /// Rows of one file.
    ///
    /// @param from offset in the file
    /// @param to offset behind the last row
    record Piece(long inode, long from, long to) {}

    byte[] toBytes() {
        ObjectNode document =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("version", VERSION)
                        .put("follows", true)
                        .put("producer", producer)
                        .put("records", records);
        ArrayNode files = document.putArray("files");
        for (FilePlace place : places) {
            files.addObject()
                    .put("file", place.file().toString())
                    .put("inode", place.identity().inode())
                    .put("beginningBytes", place.identity().beginningBytes())
                    .put("checksum", place.identity().checksum())
                    .put("offset", place.offset())
                    .put("lines", place.lines());
        }
        floor.ifPresent(known -> known.addTo(document));
        underWay.ifPresent(piece ->
                document.putObject("underWay")
                        .put("inode", piece.inode())
                        .put("from", piece.from())
                        .put("to", piece.to()));
        return (document + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IOException when these bytes are not what [#toBytes] wrote
    static FollowState of(byte[] bytes) throws IOException {
        try {
            JsonNode document = JsonMapper.shared().readTree(bytes);
            if (document.path("version").asInt(0) != VERSION
                    || !document.path("follows").asBoolean(false)) {
                throw new IOException("it is not a progress file of --follow in this version");
            }
            List<FilePlace> places = new ArrayList<>();
            for (JsonNode file : document.path("files")) {
                FileIdentity identity =
                        new FileIdentity(
                                file.path("inode").asLong(),
                                file.path("beginningBytes").asInt(),
                                file.path("checksum").asInt());
                places.add(
                        new FilePlace(
                                Path.of(file.path("file").asString()),
                                identity,
                                file.path("offset").asLong(),
                                file.path("lines").asLong()));
            }
            JsonNode piece = document.path("underWay");
            return new FollowState(
                    document.path("producer").asString(),
                    document.path("records").asLong(),
                    places,
                    LogFloor.in(document),
                    piece.isObject()
                            ? Optional.of(
                                    new Piece(
                                            piece.path("inode").asLong(),
                                            piece.path("from").asLong(),
                                            piece.path("to").asLong()))
                            : Optional.empty());
        } catch (JacksonException e) {
            throw new IOException("it is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
