package io.hydrant.aws.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of an AWS JSON request against the model: what comes out has only members of the
/// model, each of its type and within its constraints, and no nulls (a member that is null counts
/// as absent).
public final class JsonRequest {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private JsonRequest() {}

    /// @throws io.hydrant.aws.ServiceException SerializationException when the body is not a JSON
    ///   object or a member has the wrong type; ValidationException when it breaks constraints
    public static ObjectNode read(byte[] body, Shape.Structure shape) {
        return check(parse(body), shape);
    }

    /// As [#read], for a body that is parsed already. The argument is left as it is.
    public static ObjectNode check(ObjectNode body, Shape.Structure shape) {
        ObjectNode converted = Coercion.structure(body, shape);
        Violations violations = new Violations();
        Constraints.check(converted, shape, violations);
        violations.refuseIfAny();
        return converted;
    }

    /// @throws io.hydrant.aws.ServiceException SerializationException when the body is not a JSON
    ///   object
    public static void requireObject(byte[] body) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            parser.skipChildren();
            if (!isObject || parser.nextToken() != null) {
                throw JsonError.SERIALIZATION.because("");
            }
        } catch (JacksonException malformed) {
            throw JsonError.SERIALIZATION.because("");
        }
    }

    private static ObjectNode parse(byte[] body) {
        JsonNode parsed;
        try {
            parsed = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw JsonError.SERIALIZATION.because("");
        }
        if (parsed instanceof ObjectNode object) {
            return object;
        }
        throw JsonError.SERIALIZATION.because("");
    }
}
