package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.ObjectSeal;
import io.hydrant.core.objectstore.ObjectSecrets;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a request asks of the encryption of an object by keys of the server: its own (AES256), or
/// those of KMS. An answer says of an object that it is encrypted when it is, and not because
/// somebody asked.
final class EncryptionHeaders {
    static final String METHOD = ObjectDetails.ENCRYPTION;
    static final String BUCKET_KEY = METHOD + "-bucket-key-enabled";
    private static final String KEY_ID = METHOD + "-aws-kms-key-id";
    private static final String CONTEXT = METHOD + "-context";
    private static final List<String> ALL = List.of(METHOD, KEY_ID, CONTEXT, BUCKET_KEY);
    private static final String KMS = "aws:kms";
    private static final Set<String> OF_KMS = Set.of(KMS, "aws:kms:dsse");

    private EncryptionHeaders() {}

    /// The method, if one is asked for.
    ///
    /// @throws ServiceException InvalidArgument for what S3 does not know, NotImplemented for what
    ///   Hydrant does not do
    static SortedMap<String, String> read(S3Request request) {
        SortedMap<String, String> headers = asked(request);
        Optional<String> method = request.header(METHOD);
        if (method.filter(OF_KMS::contains).filter(asked -> !asked.equals(KMS)).isPresent()) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support the encryption of objects by %s", method.get());
        }
        headers.keySet().retainAll(Set.of(METHOD));
        return headers;
    }

    private static SortedMap<String, String> asked(S3Request request) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (String name : ALL) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        Optional<String> method = request.header(METHOD);
        boolean ofKms = method.filter(OF_KMS::contains).isPresent();
        if (method.isPresent() && !ofKms && !method.get().equals("AES256")) {
            throw invalid(METHOD, headers, "The encryption method specified is not supported");
        }
        for (String name : List.of(KEY_ID, CONTEXT)) {
            if (headers.containsKey(name) && !ofKms) {
                throw invalid(
                        name,
                        headers,
                        "Server Side Encryption with AWS KMS managed key requires HTTP header"
                                + " x-amz-server-side-encryption : aws:kms");
            }
        }
        if (headers.containsKey(KEY_ID) && !headers.get(KEY_ID).matches("[\\x21-\\x7E]{1,2048}")) {
            throw invalid(KEY_ID, headers, "Invalid KMS key id");
        }
        if (headers.containsKey(BUCKET_KEY)
                && !Set.of("true", "false").contains(headers.get(BUCKET_KEY))) {
            throw invalid(BUCKET_KEY, headers, "The value must be true or false");
        }
        context(headers);
        return headers;
    }

    private static SortedMap<String, String> context(SortedMap<String, String> headers) {
        String asked = headers.getOrDefault(CONTEXT, "");
        if (asked.isEmpty() && !headers.containsKey(CONTEXT)) {
            return new TreeMap<>();
        }
        return pairs(asked)
                .orElseThrow(() ->
                        invalid(
                                CONTEXT,
                                headers,
                                "The header '"
                                        + CONTEXT
                                        + "' shall be Base64-encoded UTF-8 string holding JSON"
                                        + " which represents a string-string map"));
    }

    /// Empty when it is no such map, or has what S3 puts into it itself.
    private static Optional<SortedMap<String, String>> pairs(String encoded) {
        try {
            JsonNode json = JsonMapper.shared().readTree(Base64.getDecoder().decode(encoded));
            SortedMap<String, String> pairs = new TreeMap<>();
            for (Map.Entry<String, JsonNode> each : json.properties()) {
                if (!each.getValue().isString() || each.getKey().equals("aws:s3:arn")) {
                    return Optional.empty();
                }
                pairs.put(each.getKey(), each.getValue().stringValue());
            }
            return json.isObject() ? Optional.of(pairs) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException notOne) {
            return Optional.empty();
        }
    }

    private static ServiceException invalid(String name, Map<String, String> headers, String text) {
        return S3Error.INVALID_ARGUMENT
                .because("%s", text)
                .with("ArgumentName", name)
                .with("ArgumentValue", String.valueOf(headers.get(name)));
    }

    /// What the request asks of KMS, if it does.
    ///
    /// @param hasBucketKey whether the bucket's default has one
    static Optional<ObjectSecrets.Wish> wish(S3Request request, boolean hasBucketKey) {
        if (request.header(METHOD).filter(KMS::equals).isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> headers = asked(request);
        return Optional.of(
                new ObjectSecrets.Wish(
                        Optional.ofNullable(headers.get(KEY_ID)),
                        context(headers),
                        bucketKey(request).orElse(hasBucketKey)));
    }

    /// What the request says of bucket keys.
    static Optional<Boolean> bucketKey(S3Request request) {
        return request.header(BUCKET_KEY).map("true"::equals);
    }

    /// What an answer about an object says.
    static Map<String, String> shown(ObjectVersion version) {
        return shown(version.details(), version.isEncrypted());
    }

    /// What an answer says of an object that is yet to be.
    static Map<String, String> shown(ObjectDetails details) {
        return shown(details, details.wantsSeal());
    }

    private static Map<String, String> shown(ObjectDetails details, boolean isEncrypted) {
        if (details.seal().isEmpty()) {
            return isEncrypted ? Map.of(METHOD, "AES256") : Map.of();
        }
        return switch (details.seal().get()) {
            case ObjectSeal.OfCustomer _ -> Map.of();
            case ObjectSeal.OfKms kms -> {
                Map<String, String> headers = new LinkedHashMap<>();
                headers.put(METHOD, KMS);
                headers.put(KEY_ID, kms.keyArn());
                if (kms.hasBucketKey()) {
                    headers.put(BUCKET_KEY, "true");
                }
                yield headers;
            }
        };
    }

    /// What the answer to a request that stores an object says beside that.
    static Map<String, String> asked(ObjectDetails details) {
        boolean hasContext =
                details.seal().orElse(null) instanceof ObjectSeal.OfKms kms
                        && !kms.asked().isEmpty();
        return hasContext
                ? Map.of(CONTEXT, encoded((ObjectSeal.OfKms) details.seal().orElseThrow()))
                : Map.of();
    }

    private static String encoded(ObjectSeal.OfKms kms) {
        String json = JsonMapper.shared().writeValueAsString(kms.asked());
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
