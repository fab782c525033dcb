package io.hydrant.server.cloudformation;

import io.hydrant.aws.query.Parameters;
import io.hydrant.core.iam.RequestKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The condition keys that a request to CloudFormation brings.
record Keys(Request request) implements RequestKeys {
    @Override
    public List<String> values(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "cloudformation:changesetname" ->
                    request.text("ChangeSetName").map(Keys::bare).stream().toList();
            case "cloudformation:resourcetypes" -> request.list("ResourceTypes");
            case "cloudformation:rolearn" -> request.text("RoleARN").stream().toList();
            case "cloudformation:stackpolicyurl" ->
                    request.text("StackPolicyURL").stream().toList();
            case "cloudformation:templateurl" -> request.text("TemplateURL").stream().toList();
            default -> RequestKeys.ofRequestTags(tags()).values(key);
        };
    }

    /// A change set has the same name when it is told by its id.
    private static String bare(String nameOrId) {
        String[] parts = nameOrId.split("/", -1);
        return nameOrId.startsWith("arn:") && parts.length > 1 ? parts[1] : nameOrId;
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Parameters tag : request.parameters().structures("Tags")) {
            tags.put(tag.get("Key").orElse(""), tag.get("Value").orElse(""));
        }
        return tags;
    }
}
