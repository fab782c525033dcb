package io.hydrant.server.http.protocol;

import io.hydrant.aws.Headers;
import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A presigned URL may carry in its query what else would be headers: `x-amz-acl`, `x-amz-meta-…`,
/// `If-None-Match`, `Content-Type`. The handler sees them as headers.
///
/// The value of a checksum is none of them: whoever makes a URL does not know the body. The SDK for
/// JavaScript puts the CRC32 of nothing there (3.729 and later), and S3 takes what is then sent.
final class PresignedHeaders {
    private static final Set<String> OF_THE_SIGNATURE =
            Set.of(
                    "x-amz-algorithm",
                    "x-amz-credential",
                    "x-amz-date",
                    "x-amz-expires",
                    "x-amz-signedheaders",
                    "x-amz-signature",
                    "x-amz-security-token");

    private static final Set<String> WITHOUT_PREFIX =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-md5",
                    "content-type",
                    "if-match",
                    "if-modified-since",
                    "if-none-match",
                    "if-unmodified-since");

    private static final Set<String> ABOUT_CHECKSUMS =
            Set.of("x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type");

    private PresignedHeaders() {}

    /// The head unchanged when its query has no signature. A real header goes before one in the
    /// query if its name begins with `x-amz-`, for then it is signed too; else what the URL was
    /// made with holds.
    ///
    /// @throws ServiceException for a header that the query has twice: of two readers each could
    ///   take another one
    static RequestHead merged(RequestHead head) {
        if (!has(head, "X-Amz-Signature") && !has(head, "AWSAccessKeyId")) {
            return head;
        }
        Map<String, List<String>> ofQuery = ofQuery(head);
        Map<String, List<String>> headers = new HashMap<>(ofQuery);
        head.headers()
                .all()
                .forEach((name, values) -> {
                    if (name.startsWith("x-amz-") || !ofQuery.containsKey(name)) {
                        headers.put(name, values);
                    }
                });
        return new RequestHead(
                head.method(), head.rawPath(), head.rawQuery(), new Headers(headers));
    }

    /// However the name is spelt: a signature is the same over all spellings.
    private static boolean has(RequestHead head, String name) {
        return Arrays.stream(head.rawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2)[0])
                .anyMatch(spelt -> PercentEncoding.decodeForm(spelt).equals(name));
    }

    private static Map<String, List<String>> ofQuery(RequestHead head) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String pair : head.rawQuery().split("&", -1)) {
            int equals = Math.max(pair.indexOf('='), 0);
            String name =
                    PercentEncoding.decodeForm(pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (isHeader(head, name)) {
                String value = PercentEncoding.decodeForm(pair.substring(equals + 1));
                if (headers.put(name, List.of(value)) != null) {
                    throw new ServiceException(
                                    400, "InvalidArgument", "The query has " + name + " twice.")
                            .with("ArgumentName", name);
                }
            }
        }
        return headers;
    }

    private static boolean isHeader(RequestHead head, String name) {
        return name.startsWith("x-amz-")
                        && !OF_THE_SIGNATURE.contains(name)
                        && !isClaimAboutTheBody(head, name)
                || WITHOUT_PREFIX.contains(name);
    }

    /// Of the request that completes an upload the checksum is one of the object, which is known.
    private static boolean isClaimAboutTheBody(RequestHead head, String name) {
        boolean completes = head.method().equals("POST") && has(head, "uploadId");
        return name.equals("x-amz-sdk-checksum-algorithm")
                || name.startsWith("x-amz-checksum-")
                        && !ABOUT_CHECKSUMS.contains(name)
                        && !completes;
    }
}
