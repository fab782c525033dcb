package io.hydrant.aws.json;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes answers as AWS does: compact, members in order of the alphabet, numbers without exponent.
public final class JsonAnswer {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private JsonAnswer() {}

    public static byte[] bytes(JsonNode answer) {
        return MAPPER.writeValueAsBytes(answer);
    }
}
