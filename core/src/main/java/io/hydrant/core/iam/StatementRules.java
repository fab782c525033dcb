package io.hydrant.core.iam;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The grammar that policies of every kind share. What does not follow it is refused with the text
/// that is given to [Complaint]: a statement that is stored means what it says.
final class StatementRules {
    static final String SYNTAX = "Syntax errors in policy.";
    private static final String OLD_VERSION =
            "Policy document must be version 2012-10-17 or greater.";
    static final String NO_ACTIONS = "Policy statement must contain actions.";
    static final String VENDOR =
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

    private static final Set<String> DOCUMENT_MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    private static final Set<String> STATEMENT_MEMBERS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");

    /// Refuses with a text.
    @FunctionalInterface
    interface Complaint {
        RuntimeException of(String text);
    }

    private final Complaint complaint;

    StatementRules(Complaint complaint) {
        this.complaint = complaint;
    }

    void require(boolean holds, String text) {
        if (!holds) {
            throw complaint.of(text);
        }
    }

    /// The document's statements, each of which follows the grammar.
    ///
    /// @param notJson the text for what is no JSON object
    List<JsonNode> statements(String document, String notJson) {
        JsonNode root = read(document, notJson);
        root.propertyNames().forEach(member -> require(DOCUMENT_MEMBERS.contains(member), SYNTAX));
        String version = root.path("Version").asString("2008-10-17");
        require(VERSIONS.contains(version), SYNTAX);
        require(version.equals("2012-10-17") || !document.contains("${"), OLD_VERSION);
        List<JsonNode> statements = PolicyDocument.oneOrMany(root.path("Statement"));
        require(!statements.isEmpty(), SYNTAX);
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : statements) {
            require(statement.isObject(), SYNTAX);
            checkSid(statement.path("Sid"), sids);
            checkStatement(statement);
        }
        return statements;
    }

    private JsonNode read(String document, String notJson) {
        try {
            JsonNode root = PolicyDocument.JSON.readTree(document);
            require(root.isObject(), notJson);
            return root;
        } catch (JacksonException e) {
            throw complaint.of(notJson);
        }
    }

    private void checkStatement(JsonNode statement) {
        statement
                .propertyNames()
                .forEach(member -> require(STATEMENT_MEMBERS.contains(member), SYNTAX));
        String effect = statement.path("Effect").asString("");
        require(effect.equals("Allow") || effect.equals("Deny"), SYNTAX);
        require(statement.has("Action") || statement.has("NotAction"), NO_ACTIONS);
        require(statement.has("Action") != statement.has("NotAction"), SYNTAX);
        require(!(statement.has("Resource") && statement.has("NotResource")), SYNTAX);
        require(!(statement.has("Principal") && statement.has("NotPrincipal")), SYNTAX);
        require(!selection(statement, "Action").isEmpty(), NO_ACTIONS);
        if (statement.has("Condition")) {
            checkConditions(statement.get("Condition"));
        }
    }

    private void checkSid(JsonNode sid, Set<String> sids) {
        require(sid.isMissingNode() || sid.isString(), SYNTAX);
        String text = sid.asString("");
        require(
                SID.matcher(text).matches(),
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"
                        + " regular expression [0-9A-Za-z]*");
        require(
                text.isEmpty() || sids.add(text),
                "Statement IDs (SID) in a single policy must be unique.");
    }

    private void checkConditions(JsonNode conditions) {
        require(conditions.isObject(), SYNTAX);
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            require(
                    Condition.isOperator(operator.getKey()),
                    "Invalid Condition type : " + operator.getKey() + ".");
            require(operator.getValue().isObject(), SYNTAX);
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                require(key.getKey().indexOf(':') > 0, VENDOR);
                PolicyDocument.oneOrMany(key.getValue())
                        .forEach(value -> require(value.isValueNode(), SYNTAX));
            }
        }
    }

    /// The strings of a member or of its opposite: of `Action` or `NotAction`.
    List<String> selection(JsonNode statement, String name) {
        return strings(statement.has(name) ? statement.get(name) : statement.path("Not" + name));
    }

    List<String> strings(JsonNode node) {
        List<JsonNode> elements = PolicyDocument.oneOrMany(node);
        elements.forEach(element -> require(element.isString(), SYNTAX));
        return elements.stream().map(JsonNode::stringValue).toList();
    }
}
