package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Where a statement stands in the text of its policy, as IAM's simulations tell it: from right
/// behind the bracket or comma before it (or from its own brace where it stands alone) to right
/// behind its last brace.
public record StatementPlace(Position start, Position end) {
    /// Both are counted from 1, in characters.
    public record Position(int line, int column) {
        private static Position of(String text, int offset) {
            String before = text.substring(0, offset);
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            return new Position(line, offset - before.lastIndexOf('\n'));
        }
    }

    /// The places of all statements of a policy, in their order.
    ///
    /// @throws IllegalArgumentException when the text is no JSON
    static List<StatementPlace> in(String document) {
        try (JsonParser parser = PolicyDocument.JSON.createParser(document)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean statements = parser.currentName().equals("Statement");
                JsonToken value = parser.nextToken();
                if (statements) {
                    return value == JsonToken.START_ARRAY
                            ? elements(document, parser)
                            : List.of(place(document, startOf(parser), parser));
                }
                parser.skipChildren();
            }
            return List.of();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a policy: " + e.getOriginalMessage(), e);
        }
    }

    private static List<StatementPlace> elements(String document, JsonParser parser) {
        List<StatementPlace> places = new ArrayList<>();
        int start = endOf(parser);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            places.add(place(document, start, parser));
            start = document.indexOf(',', endOf(parser)) + 1;
        }
        return places;
    }

    private static StatementPlace place(String document, int start, JsonParser parser) {
        parser.skipChildren();
        return new StatementPlace(
                Position.of(document, start), Position.of(document, endOf(parser)));
    }

    private static int startOf(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int endOf(JsonParser parser) {
        return (int) parser.currentLocation().getCharOffset();
    }
}
