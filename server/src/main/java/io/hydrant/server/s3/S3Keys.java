package io.hydrant.server.s3;

import io.hydrant.aws.sigv4.Payload;
import io.hydrant.aws.sigv4.Signing;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.RequestKeys;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The condition keys of a request to S3: how it is signed, its parameters and headers, the tags
/// that it brings, and those of the object it is about. For which actions a key counts is known to
/// [io.hydrant.core.iam.ConditionKeys].
record S3Keys(S3Request request, String account, Optional<S3Target> target) implements RequestKeys {
    private static final String PREFIX = "s3:";
    private static final String EXISTING_TAG = "s3:ExistingObjectTag/";
    private static final String REQUEST_TAG = "s3:RequestObjectTag/";

    /// The server speaks TLS 1.2 and 1.3, and cannot tell which of them a request came by.
    private static final String TLS_AT_LEAST = "1.2";

    @Override
    public List<String> values(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "s3:authtype" -> signing().map(Signing::authType).toList();
            case "s3:signatureversion" -> signing().map(Signing::version).toList();
            case "s3:signatureage" -> signatureAge().map(age -> "" + age.toMillis()).toList();
            case "s3:tlsversion" -> circumstances().secure() ? List.of(TLS_AT_LEAST) : List.of();
            case "s3:resourceaccount" -> List.of(account);
            case "s3:prefix", "s3:delimiter", "s3:max-keys" ->
                    request.parameter(name.substring(PREFIX.length())).stream().toList();
            case "s3:versionid" -> target.flatMap(S3Target::versionId).stream().toList();
            case "s3:x-amz-content-sha256" -> payload().stream().toList();
            case "s3:x-amz-copy-source" -> copySource();
            case "s3:requestobjecttagkeys" -> List.copyOf(requestTags().keySet());
            default -> tagOrHeader(name);
        };
    }

    /// The tags that an object is going to have, where they are not in the header `x-amz-tagging`.
    static RequestKeys ofTags(Supplier<Map<String, String>> tags) {
        return key ->
                key.equalsIgnoreCase("s3:RequestObjectTagKeys")
                        ? List.copyOf(tags.get().keySet())
                        : key.regionMatches(true, 0, REQUEST_TAG, 0, REQUEST_TAG.length())
                                ? RequestKeys.ofTags(REQUEST_TAG, tags.get()).values(key)
                                : List.of();
    }

    private List<String> tagOrHeader(String name) {
        if (name.startsWith(EXISTING_TAG.toLowerCase(Locale.ROOT))) {
            return RequestKeys.ofTags(EXISTING_TAG, target.map(S3Target::tags).orElse(Map.of()))
                    .values(name);
        }
        if (name.startsWith(REQUEST_TAG.toLowerCase(Locale.ROOT))) {
            return RequestKeys.ofTags(REQUEST_TAG, requestTags()).values(name);
        }
        return name.startsWith(PREFIX)
                ? request.header(name.substring(PREFIX.length())).stream().toList()
                : List.of();
    }

    private Map<String, String> requestTags() {
        return Tags.ofHeader(request);
    }

    private Circumstances circumstances() {
        return request.caller().circumstances();
    }

    private Stream<Signing> signing() {
        return request.caller().signing().stream();
    }

    private Stream<Duration> signatureAge() {
        return signing()
                .flatMap(signing -> signing.presignedAt().stream())
                .map(at -> Duration.between(at, circumstances().time()));
    }

    private Optional<String> payload() {
        return request.header("x-amz-content-sha256")
                .or(() ->
                        signing()
                                .filter(signing -> signing.authType().equals("REST-QUERY-STRING"))
                                .findFirst()
                                .map(signing -> Payload.UNSIGNED));
    }

    /// With and without the slash that clients may put before it, and plain: so no spelling slips
    /// through.
    private List<String> copySource() {
        if (request.header("x-amz-copy-source").isEmpty()) {
            return List.of();
        }
        CopySource source = CopySource.of(request);
        String plain =
                source.bucket()
                        + "/"
                        + source.key()
                        + source.versionId().map(id -> "?versionId=" + id).orElse("");
        return List.of(plain, "/" + plain);
    }
}
