package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.util.LinkedHashMap;
import java.util.Map;

/// What AWS's JSON services answer to a browser's page from elsewhere: anyone may call, signed.
final class CrossOrigin {
    private static final String EXPOSED =
            "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date";

    private CrossOrigin() {}

    static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS") && head.headers().get("Origin").isPresent();
    }

    /// None without an `Origin`.
    static Map<String, String> headers(RequestHead head) {
        return head.headers().get("Origin").isEmpty()
                ? Map.of()
                : Map.of(
                        "Access-Control-Allow-Origin",
                        "*",
                        "Access-Control-Expose-Headers",
                        EXPOSED);
    }

    /// Allows the method and the headers that are asked for, for two days.
    static Map<String, String> preflightHeaders(RequestHead head) {
        Map<String, String> headers = new LinkedHashMap<>();
        head.headers()
                .get("Access-Control-Request-Headers")
                .ifPresent(asked -> headers.put("Access-Control-Allow-Headers", asked));
        head.headers()
                .get("Access-Control-Request-Method")
                .ifPresent(asked -> headers.put("Access-Control-Allow-Methods", asked));
        headers.put("Access-Control-Max-Age", "172800");
        return headers;
    }
}
