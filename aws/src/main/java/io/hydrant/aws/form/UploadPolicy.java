package io.hydrant.aws.form;

import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the signer of a form allows to be uploaded with it: until when, which fields may have which
/// values, and how many bytes.
public final class UploadPolicy {
    private static final JsonMapper JSON = new JsonMapper();

    /// Fields that need no condition; `x-ignore-…` neither.
    private static final Set<String> FREE =
            Set.of("policy", "awsaccesskeyid", "signature", "x-amz-signature", "file", "bucket");

    private final JsonNode document;
    private final Instant expiration;

    private UploadPolicy(JsonNode document, Instant expiration) {
        this.document = document;
        this.expiration = expiration;
    }

    /// @throws io.hydrant.aws.ServiceException when it is not base64 of a policy
    public static UploadPolicy parse(String base64) {
        try {
            byte[] text = Base64.getMimeDecoder().decode(base64);
            JsonNode document = JSON.readTree(text);
            String expiration = document.path("expiration").asString("");
            if (!document.path("conditions").isArray()) {
                throw FormError.INVALID_POLICY.because("Policy is missing conditions.");
            }
            return new UploadPolicy(document, Instant.parse(expiration));
        } catch (DateTimeParseException malformed) {
            throw FormError.INVALID_POLICY.because("Invalid 'expiration' value.");
        } catch (IllegalArgumentException | JacksonException malformed) {
            throw FormError.INVALID_POLICY.because("Invalid JSON.");
        }
    }

    /// Checks the fields, and gives the file as a stream that is refused when it is longer or
    /// shorter than allowed.
    ///
    /// @throws io.hydrant.aws.ServiceException when the policy does not allow the form
    public InputStream admit(UploadForm form, String bucket, Instant now) {
        if (!now.isBefore(expiration)) {
            throw FormError.AGAINST_POLICY.because("Policy expired.");
        }
        Map<String, String> fields = new HashMap<>(form.fields());
        fields.put("bucket", bucket);
        Set<String> unmentioned = new HashSet<>(form.fields().keySet());
        unmentioned.removeIf(name -> FREE.contains(name) || name.startsWith("x-ignore-"));
        InputStream file = form.file();
        for (JsonNode condition : document.path("conditions")) {
            if (condition.path(0).asString("").equals("content-length-range")) {
                file =
                        new BoundedFile(
                                file, condition.path(1).asLong(0), condition.path(2).asLong(0));
            } else if (condition.isArray()) {
                unmentioned.remove(checkArray(condition, fields));
            } else {
                unmentioned.removeAll(checkObject(condition, fields));
            }
        }
        if (!unmentioned.isEmpty()) {
            throw FormError.AGAINST_POLICY.because(
                    "Extra input fields: " + String.join(", ", unmentioned));
        }
        return file;
    }

    /// `["eq", "$key", "value"]` or `["starts-with", "$key", "prefix"]`; returns the field's name.
    private static String checkArray(JsonNode condition, Map<String, String> fields) {
        String operator = condition.path(0).asString("").toLowerCase(Locale.ROOT);
        String name = condition.path(1).asString("").toLowerCase(Locale.ROOT);
        String wanted = condition.path(2).asString("");
        if (condition.size() != 3 || !name.startsWith("$")) {
            throw FormError.INVALID_POLICY.because("Invalid condition: " + condition);
        }
        String value = fields.getOrDefault(name.substring(1), "");
        boolean met =
                switch (operator) {
                    case "eq" -> value.equals(wanted);
                    case "starts-with" -> value.startsWith(wanted);
                    default ->
                            throw FormError.INVALID_POLICY.because(
                                    "Invalid condition: " + condition);
                };
        if (!met) {
            throw FormError.AGAINST_POLICY.because("Policy Condition failed: " + condition);
        }
        return name.substring(1);
    }

    /// `{"acl": "private"}`; returns the fields' names.
    private static Set<String> checkObject(JsonNode condition, Map<String, String> fields) {
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : condition.properties()) {
            String name = member.getKey().toLowerCase(Locale.ROOT);
            String wanted = member.getValue().asString("");
            if (!fields.getOrDefault(name, "").equals(wanted)) {
                throw FormError.AGAINST_POLICY.because(
                        "Policy Condition failed: [\"eq\", \"$%s\", \"%s\"]"
                                .formatted(member.getKey(), wanted));
            }
            names.add(name);
        }
        return names;
    }
}
