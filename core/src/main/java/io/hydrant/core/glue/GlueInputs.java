package io.hydrant.core.glue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What Hydrant takes of the definitions that clients give. What it takes it keeps as it was given,
/// but for the name, which is folded; what it could not heed is refused by its name.
final class GlueInputs {
    /// Who may do what to a database's new tables is left to IAM: what AWS has where nobody gives
    /// anything else.
    private static final JsonNode BY_IAM_ALONE =
            JsonMapper.shared()
                    .readTree(
                            """
                            [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                              "Permissions": ["ALL"]}]
                            """);

    private GlueInputs() {}

    static JsonNode defaultPermissions() {
        return BY_IAM_ALONE;
    }

    /// Of a DatabaseInput.
    static ObjectNode database(ObjectNode input) {
        refuse(input, "TargetDatabase");
        refuse(input, "FederatedDatabase");
        JsonNode permissions = input.path("CreateTableDefaultPermissions");
        if (!permissions.isMissingNode() && !permissions.equals(BY_IAM_ALONE)) {
            throw GlueError.notSupported(
                    "CreateTableDefaultPermissions other than ALL for IAM_ALLOWED_PRINCIPALS");
        }
        ObjectNode kept = folded(input);
        kept.remove("CreateTableDefaultPermissions");
        return kept;
    }

    /// Of a TableInput.
    static ObjectNode table(ObjectNode input) {
        refuse(input, "TargetTable");
        refuse(input, "ViewDefinition");
        refuse(input.path("StorageDescriptor"), "SchemaReference");
        return folded(input);
    }

    private static void refuse(JsonNode input, String member) {
        if (input.has(member)) {
            throw GlueError.notSupported(member);
        }
    }

    private static ObjectNode folded(ObjectNode input) {
        ObjectNode kept = input.deepCopy();
        kept.put("Name", DataCatalog.folded(input.path("Name").stringValue()));
        return kept;
    }
}
