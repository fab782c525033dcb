package io.hydrant.core.iam;

import io.hydrant.aws.UnicodeText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The grammar that policies of every kind share. What does not follow it is refused, in the words
/// of the service that keeps the policy: a statement that is stored means what it says.
///
/// Faults are told in the order in which AWS finds them: the syntax of the whole document first,
/// then its version, then what AWS calls legacy parsing, then the rest.
final class StatementRules {
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

    /// Refuses with a text.
    @FunctionalInterface
    interface Complaint {
        RuntimeException of(String text);
    }

    /// What a service says. `conditionType` is for [String#format] with the operator.
    record Words(
            String syntax,
            String noStatement,
            String oldVersion,
            String legacy,
            String noActions,
            String conditionType) {
        static final Words OF_IAM =
                new Words(
                        "Syntax errors in policy.",
                        "Syntax errors in policy.",
                        "Policy document must be version 2012-10-17 or greater.",
                        "The policy failed legacy parsing",
                        "Policy statement must contain actions.",
                        "Syntax errors in policy.");
        static final Words OF_S3 =
                new Words(
                        "Invalid policy syntax.",
                        "Missing required field Statement",
                        "Policy document must be version 2012-10-17 or greater.",
                        "Invalid policy syntax.",
                        "Missing required field Action",
                        "Invalid Condition type : %s");
    }

    private final Words words;
    private final Complaint complaint;
    private final ConditionRules conditions;

    StatementRules(Words words, Complaint complaint) {
        this.words = words;
        this.complaint = complaint;
        this.conditions = new ConditionRules(this);
    }

    Words words() {
        return words;
    }

    void require(boolean holds, String text) {
        if (!holds) {
            throw complaint.of(text);
        }
    }

    /// The document's statements, each of which follows the grammar.
    ///
    /// @param notJson the text for what is no JSON object
    /// @param newest whether only the newest version of the language will do
    List<JsonNode> statements(String document, String notJson, boolean newest) {
        JsonNode root = read(document, notJson);
        root.propertyNames()
                .forEach(member -> require(DOCUMENT_MEMBERS.contains(member), words.syntax()));
        String version = root.path("Version").asString("2008-10-17");
        require(VERSIONS.contains(version), words.syntax());
        require(!root.has("Id") || root.get("Id").isString(), words.syntax());
        List<JsonNode> statements = PolicyDocument.oneOrMany(root.path("Statement"));
        require(!statements.isEmpty(), words.noStatement());
        statements.forEach(this::checkSyntax);
        require(
                version.equals("2012-10-17") || !(newest || document.contains("${")),
                words.oldVersion());
        for (JsonNode statement : statements) {
            String effect = statement.get("Effect").stringValue();
            require(effect.equals("Allow") || effect.equals("Deny"), words.legacy());
            conditions.checkDates(statement.path("Condition"));
        }
        return statements;
    }

    /// What is checked last: what each statement has to have, and that no two have one name.
    void finish(List<JsonNode> statements) {
        Set<String> sids = new HashSet<>();
        for (JsonNode statement : statements) {
            String sid = statement.path("Sid").asString("");
            require(
                    sid.isEmpty() || sids.add(sid),
                    "Statement IDs (SID) in a single policy must be unique.");
        }
        for (JsonNode statement : statements) {
            require(!selection(statement, "Action").isEmpty(), words.noActions());
        }
        for (JsonNode statement : statements) {
            conditions.checkValues(statement.path("Condition"));
            selection(statement, "Resource").forEach(conditions::checkVariables);
        }
    }

    private JsonNode read(String document, String notJson) {
        try {
            JsonNode root = PolicyDocument.JSON.readTree(document);
            require(root.isObject() && isWhole(root), notJson);
            return root;
        } catch (JacksonException e) {
            throw complaint.of(notJson);
        }
    }

    /// Whether all its texts can be stored as they are.
    private static boolean isWhole(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> UnicodeText.isWhole(node.stringValue());
            case OBJECT ->
                    node.propertyNames().stream().allMatch(UnicodeText::isWhole)
                            && node.valueStream().allMatch(StatementRules::isWhole);
            case ARRAY -> node.valueStream().allMatch(StatementRules::isWhole);
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> true;
        };
    }

    private void checkSyntax(JsonNode statement) {
        require(statement.isObject(), words.syntax());
        statement
                .propertyNames()
                .forEach(member -> require(STATEMENT_MEMBERS.contains(member), words.syntax()));
        for (String name : List.of("Action", "Resource", "Principal")) {
            require(!(statement.has(name) && statement.has("Not" + name)), words.syntax());
        }
        String effect = statement.path("Effect").asString("");
        require(
                statement.path("Effect").isString()
                        && (effect.equalsIgnoreCase("Allow") || effect.equalsIgnoreCase("Deny")),
                words.syntax());
        selection(statement, "Action");
        selection(statement, "Resource");
        require(!statement.has("Sid") || statement.get("Sid").isString(), words.syntax());
        if (statement.has("Condition")) {
            conditions.checkSyntax(statement.get("Condition"));
        }
    }

    /// The strings of a member or of its opposite: of `Action` or `NotAction`.
    List<String> selection(JsonNode statement, String name) {
        return strings(statement.has(name) ? statement.get(name) : statement.path("Not" + name));
    }

    private List<String> strings(JsonNode node) {
        List<JsonNode> elements = PolicyDocument.oneOrMany(node);
        elements.forEach(element -> require(element.isString(), words.syntax()));
        return elements.stream().map(JsonNode::stringValue).toList();
    }
}
