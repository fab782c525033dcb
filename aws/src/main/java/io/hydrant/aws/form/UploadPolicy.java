package io.hydrant.aws.form;

import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the signer of a form allows to be uploaded with it: until when, which fields may have which
/// values, and how many bytes. The bucket counts as a field. Every field needs a condition that it
/// meets, but those that carry the signature and `x-ignore-…`.
public final class UploadPolicy {
    private static final JsonMapper JSON = new JsonMapper();

    /// Fields that need no condition.
    private static final Set<String> FREE =
            Set.of("policy", "awsaccesskeyid", "signature", "x-amz-signature", "file");

    private final Instant expiration;
    private final List<UploadCondition> conditions;

    private UploadPolicy(Instant expiration, List<UploadCondition> conditions) {
        this.expiration = expiration;
        this.conditions = List.copyOf(conditions);
    }

    /// @throws io.hydrant.aws.ServiceException when it is not base64 of a policy, or one of which
    ///   anything is not understood
    public static UploadPolicy parse(String base64) {
        try {
            JsonNode document = JSON.readTree(Base64.getMimeDecoder().decode(base64));
            checkMembers(document);
            if (!document.path("expiration").isString()) {
                throw FormError.INVALID_POLICY.because("Policy missing expiration.");
            }
            if (!document.path("conditions").isArray()) {
                throw FormError.INVALID_POLICY.because("Policy missing conditions.");
            }
            List<UploadCondition> conditions = new ArrayList<>();
            document.path("conditions")
                    .forEach(node -> conditions.add(UploadCondition.parse(node)));
            return new UploadPolicy(
                    Instant.parse(document.path("expiration").asString()), conditions);
        } catch (DateTimeParseException malformed) {
            throw FormError.INVALID_POLICY.because("Invalid 'expiration' value.");
        } catch (IllegalArgumentException | JacksonException malformed) {
            throw FormError.INVALID_POLICY.because("Invalid JSON.");
        }
    }

    private static void checkMembers(JsonNode document) {
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (!Set.of("expiration", "conditions").contains(member.getKey())) {
                throw FormError.INVALID_POLICY.because("Unexpected: '" + member.getKey() + "'");
            }
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
        Set<String> unmentioned = new TreeSet<>(fields.keySet());
        unmentioned.removeIf(name -> FREE.contains(name) || name.startsWith("x-ignore-"));
        InputStream file = form.file();
        for (UploadCondition condition : conditions) {
            switch (condition) {
                case UploadCondition.Exactly exactly -> {
                    require(exactly.value().equals(fields.get(exactly.field())), exactly.text());
                    unmentioned.remove(exactly.field());
                }
                case UploadCondition.StartsWith begins -> {
                    Optional<String> value = Optional.ofNullable(fields.get(begins.field()));
                    require(value.filter(text -> isMet(begins, text)).isPresent(), begins.text());
                    unmentioned.remove(begins.field());
                }
                case UploadCondition.LengthRange range ->
                        file = new BoundedFile(file, range.least(), range.most());
            }
        }
        if (!unmentioned.isEmpty()) {
            throw FormError.AGAINST_POLICY.because(
                    "Extra input fields: " + String.join(", ", unmentioned));
        }
        return file;
    }

    /// A content type with commas is a list, each of which must begin so (S3's documentation of
    /// policies says that of this field alone).
    private static boolean isMet(UploadCondition.StartsWith condition, String value) {
        boolean list = condition.field().equals("content-type");
        return list
                ? Arrays.stream(value.split(",", -1))
                        .allMatch(each -> each.strip().startsWith(condition.prefix()))
                : value.startsWith(condition.prefix());
    }

    private static void require(boolean met, String condition) {
        if (!met) {
            throw FormError.AGAINST_POLICY.because("Policy Condition failed: " + condition);
        }
    }
}
