package io.hydrant.server.http;

import io.hydrant.aws.Headers;
import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A presigned URL may carry in its query what else would be headers: `x-amz-acl`, `x-amz-meta-…`,
/// and in the old form `Content-Type` and `Content-MD5`. The handler sees them as headers.
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

    private PresignedHeaders() {}

    /// The head unchanged when its query has no signature. A real header goes before one in the
    /// query.
    static RequestHead merged(RequestHead head) {
        String query = head.rawQuery();
        if (!query.contains("X-Amz-Signature=") && !query.contains("AWSAccessKeyId=")) {
            return head;
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = Math.max(pair.indexOf('='), 0);
            String name =
                    PercentEncoding.decodeForm(pair.substring(0, equals)).toLowerCase(Locale.ROOT);
            if (isHeader(name)) {
                String value = PercentEncoding.decodeForm(pair.substring(equals + 1));
                headers.put(name, List.of(value));
            }
        }
        headers.putAll(head.headers().all());
        return new RequestHead(head.method(), head.rawPath(), query, new Headers(headers));
    }

    private static boolean isHeader(String name) {
        return name.startsWith("x-amz-") && !OF_THE_SIGNATURE.contains(name)
                || name.equals("content-type")
                || name.equals("content-md5");
    }
}
