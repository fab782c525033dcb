package io.hydrant.server.http.protocol;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.S3Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An object by an address that browsers leave as it is: they take parts `.` and `..` out of every
/// path, also where these are percent-encoded.
///
///     GET /_hydrant/objects/BUCKET?key=a%2F..%2Fb&versionId=…     is for S3
///     GET /BUCKET/a/../b?versionId=…
///
/// It is S3 in all else, and asks for the same permissions. What is signed is what was sent.
final class KeyInQuery {
    private static final String PREFIX = "/_hydrant/objects/";
    private static final String KEY = "key";
    private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "PUT");

    private KeyInQuery() {}

    static boolean isMeant(RequestHead head) {
        return head.rawPath().startsWith(PREFIX);
    }

    /// As S3 knows it; any other head is as it was.
    ///
    /// @throws ServiceException when it names no object, or two
    static RequestHead resolved(RequestHead head) {
        if (!isMeant(head)) {
            return head;
        }
        if (!METHODS.contains(head.method())) {
            throw S3Error.METHOD_NOT_ALLOWED
                    .refusal()
                    .with("Method", head.method())
                    .with("ResourceType", "OBJECT")
                    .withHeader("Allow", "DELETE, GET, HEAD, PUT");
        }
        String bucket = head.rawPath().substring(PREFIX.length());
        List<String> keys = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String pair : head.rawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (text(head, parts[0]).equals(KEY)) {
                keys.add(parts.length < 2 ? "" : text(head, parts[1]));
            } else {
                others.add(pair);
            }
        }
        if (bucket.isEmpty() || bucket.contains("/") || keys.size() != 1 || keys.contains("")) {
            throw S3Error.INVALID_ARGUMENT
                    .because("Name one object: %sBUCKET?key=KEY", PREFIX)
                    .with("ArgumentName", KEY);
        }
        return new RequestHead(
                head.method(),
                "/" + bucket + "/" + PercentEncoding.encodePath(keys.getFirst()),
                String.join("&", others),
                head.headers());
    }

    private static String text(RequestHead head, String encoded) {
        return PercentEncoding.decodeFormExactly(encoded)
                .orElseThrow(() -> S3Error.INVALID_URI.refusal().with("URI", head.rawPath()));
    }

    /// The part of the path that names the bucket.
    static Optional<String> bucket(RequestHead head) {
        return isMeant(head)
                ? Optional.of(head.rawPath().substring(PREFIX.length()))
                : Optional.empty();
    }
}
