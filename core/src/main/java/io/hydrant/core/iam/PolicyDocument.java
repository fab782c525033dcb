package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A policy, parsed for evaluation. Whether it is well formed was checked when it was stored; a
/// document that cannot be read here matches nothing it would allow, and is reported.
record PolicyDocument(boolean variables, List<Statement> statements) {
    /// A member that is there twice is refused: which of the two counts would be anyone's guess.
    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    PolicyDocument {
        statements = List.copyOf(statements);
    }

    /// @throws IllegalArgumentException when the text is no policy
    static PolicyDocument parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a policy: " + e.getOriginalMessage(), e);
        }
        List<Statement> statements = new ArrayList<>();
        for (JsonNode statement : oneOrMany(root.path("Statement"))) {
            statements.add(Statement.parse(statement));
        }
        return new PolicyDocument(
                root.path("Version").asString("").equals("2012-10-17"), statements);
    }

    /// Policies write one element of a list without its brackets.
    static List<JsonNode> oneOrMany(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            return List.of(node);
        }
        List<JsonNode> all = new ArrayList<>();
        node.forEach(all::add);
        return all;
    }

    static List<String> strings(JsonNode node) {
        return oneOrMany(node).stream().map(element -> element.asString("")).toList();
    }
}
