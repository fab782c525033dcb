package io.hydrant.server.s3;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.Buckets;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.S3Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One S3 request, with its address read: bucket and key are empty where the path has none. The key
/// is what follows the bucket's slash, percent-decoded once and never normalised.
record S3Request(S3Handler.Request raw, String bucketName, String key, Map<String, String> query) {

    /// @throws ServiceException InvalidURI for what is not UTF-8, percent-encoded
    static S3Request of(S3Handler.Request raw) {
        String path = raw.head().rawPath();
        String bucket = raw.bucketOfHost();
        String rest = path.startsWith("/") ? path.substring(1) : path;
        if (bucket.isEmpty()) {
            int slash = rest.indexOf('/');
            bucket = text(raw, slash < 0 ? rest : rest.substring(0, slash));
            rest = slash < 0 ? "" : rest.substring(slash + 1);
        }
        return new S3Request(raw, bucket, text(raw, rest), parameters(raw));
    }

    private static String text(S3Handler.Request raw, String pathOrPart) {
        return PercentEncoding.decodeExactly(pathOrPart).orElseThrow(() -> unreadable(raw));
    }

    private static ServiceException unreadable(S3Handler.Request raw) {
        return S3Error.INVALID_URI.refusal().with("URI", raw.head().rawPath());
    }

    private static Map<String, String> parameters(S3Handler.Request raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw.head().rawQuery().split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.putIfAbsent(
                        PercentEncoding.decodeFormExactly(name).orElseThrow(() -> unreadable(raw)),
                        PercentEncoding.decodeFormExactly(value)
                                .orElseThrow(() -> unreadable(raw)));
            }
        }
        return values;
    }

    String method() {
        return raw.head().method();
    }

    Caller caller() {
        return raw.caller();
    }

    /// Strangers are not told who owns what.
    boolean isAnonymous() {
        return caller().principal() instanceof Principal.Anonymous;
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    /// A query parameter as sent, which may be empty.
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return raw.head().headers().get(name);
    }

    /// @throws ServiceException NoSuchBucket
    Bucket bucket(Buckets buckets) {
        return buckets.get(bucketName);
    }

    /// The version asked for; empty for the latest.
    ///
    /// @throws ServiceException when the id is not one
    Optional<String> versionId() {
        return versionId("versionId");
    }

    /// A version's id in a parameter of this name.
    ///
    /// @throws ServiceException when it is not one
    Optional<String> versionId(String name) {
        Optional<String> id = parameter(name);
        if (id.isPresent() && !isVersionId(id.get())) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Invalid version id specified")
                    .with("ArgumentName", name)
                    .with("ArgumentValue", id.get());
        }
        return id;
    }

    static boolean isVersionId(String text) {
        return text.equals(ObjectVersion.NULL_VERSION) || text.matches("[0-9a-f]{32}");
    }

    /// A whole number from the query, as large as an `int`; one beyond `max` means `max`. An empty
    /// value is none.
    ///
    /// @throws ServiceException InvalidArgument
    int number(String name, int otherwise, int max) {
        Optional<String> text = parameter(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return otherwise;
        }
        return Math.min(number(name, text.get()), max);
    }

    private static int number(String name, String text) {
        String why = "Provided %s not an integer or within integer range";
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
            why = "Argument %s must be an integer between 0 and 2147483647";
        } catch (NumberFormatException notOne) {
            // refused below
        }
        throw S3Error.INVALID_ARGUMENT
                .because(why, name)
                .with("ArgumentName", name)
                .with("ArgumentValue", text);
    }
}
