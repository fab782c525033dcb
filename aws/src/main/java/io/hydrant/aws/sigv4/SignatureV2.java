package io.hydrant.aws.sigv4;

import io.hydrant.aws.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// S3's old signature for presigned URLs, which the `aws` CLI 1.x and boto3 still make for
/// us-east-1 (seen 2026): base64 of an HMAC-SHA-1 over method, a few headers and the resource.
/// `Content-Type`, `Content-MD5` and `x-amz-*` may stand in the query in place of the headers.
final class SignatureV2 {
    /// Query parameters that are part of the resource, as signers have always known them.
    private static final Set<String> SUB_RESOURCES =
            Set.of(
                    "accelerate",
                    "acl",
                    "cors",
                    "defaultObjectAcl",
                    "delete",
                    "encryption",
                    "inventory",
                    "lifecycle",
                    "location",
                    "logging",
                    "metrics",
                    "notification",
                    "object-lock",
                    "partNumber",
                    "policy",
                    "replication",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "restore",
                    "select",
                    "select-type",
                    "storageClass",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    /// Query parameters outside the signature, which choose what of a listing is told; those that
    /// begin with `x-` are the sender's own or, with `x-amz-`, signed as headers.
    private static final Set<String> UNSIGNED =
            Set.of(
                    "awsaccesskeyid",
                    "content-md5",
                    "content-type",
                    "continuation-token",
                    "delimiter",
                    "encoding-type",
                    "expires",
                    "fetch-owner",
                    "key-marker",
                    "list-type",
                    "marker",
                    "max-keys",
                    "max-parts",
                    "max-uploads",
                    "part-number-marker",
                    "prefix",
                    "signature",
                    "start-after",
                    "upload-id-marker",
                    "version-id-marker");

    private final RequestHead head;
    private final QueryString query;
    private final String bucketOfHost;

    SignatureV2(RequestHead head, String bucketOfHost) {
        this.head = head;
        this.query = QueryString.parse(head.rawQuery());
        this.bucketOfHost = bucketOfHost;
    }

    static String sign(String secret, String stringToSign) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Sha256.mac("HmacSHA1", key, stringToSign));
    }

    /// What may have been signed. S3 ends the path of a bucket with a slash before it compares, and
    /// botocore signs it so; others sign what they send.
    List<String> stringsToSign(String expires) {
        String path = head.rawPath();
        boolean bucketAlone = bucketOfHost.isEmpty() && path.matches("/[^/]+");
        return bucketAlone
                ? List.of(stringToSign(expires, path + "/"), stringToSign(expires, path))
                : List.of(stringToSign(expires, path));
    }

    private String stringToSign(String expires, String path) {
        return head.method()
                + "\n"
                + headerOrParameter("content-md5")
                + "\n"
                + headerOrParameter("content-type")
                + "\n"
                + expires
                + "\n"
                + amzHeaders()
                + resource(path);
    }

    private String headerOrParameter(String name) {
        return head.headers().get(name).or(() -> joined(name)).orElse("").strip();
    }

    /// Several of one name are joined, as in a head.
    private Optional<String> joined(String name) {
        return query.startingWith(name).stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(name))
                .map(QueryString.Parameter::value)
                .reduce((one, other) -> one + "," + other);
    }

    private String amzHeaders() {
        TreeMap<String, String> fields = new TreeMap<>();
        query.startingWith("x-amz-")
                .forEach(field ->
                        fields.merge(
                                field.name().toLowerCase(Locale.ROOT),
                                field.value(),
                                (one, other) -> one + "," + other));
        head.headers()
                .all()
                .forEach((name, values) -> {
                    if (name.startsWith("x-amz-")) {
                        fields.put(name, String.join(",", values).strip());
                    }
                });
        return fields.entrySet().stream()
                .map(field -> field.getKey() + ":" + field.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /// Of a parameter that came after this signature nobody knows what it will mean. It counts as a
    /// sub-resource, so that a URL that was signed without it does not hold with it.
    private static boolean isSubResource(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUB_RESOURCES.contains(name) || !UNSIGNED.contains(lower) && !lower.startsWith("x-");
    }

    /// The path as sent, and the sub-resources sorted, their values decoded.
    private String resource(String path) {
        String bucket = bucketOfHost.isEmpty() ? "" : "/" + bucketOfHost;
        String subResources =
                query.parameters().stream()
                        .filter(parameter -> isSubResource(parameter.name()))
                        .sorted(Comparator.comparing(QueryString.Parameter::name))
                        .map(SignatureV2::subResource)
                        .collect(Collectors.joining("&"));
        return bucket
                + path
                + Optional.of(subResources)
                        .filter(all -> !all.isEmpty())
                        .map("?"::concat)
                        .orElse("");
    }

    private static String subResource(QueryString.Parameter parameter) {
        return parameter.rawValue().isEmpty()
                ? parameter.name()
                : parameter.name() + "=" + parameter.value();
    }
}
