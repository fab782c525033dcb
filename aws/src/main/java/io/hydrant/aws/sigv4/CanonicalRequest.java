package io.hydrant.aws.sigv4;

import io.hydrant.aws.Headers;
import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The text that a SigV4 signature is made over: method, path, query, signed headers and payload
/// hash, in the one spelling that sender and receiver agree on.
final class CanonicalRequest {
    private CanonicalRequest() {}

    /// `asSent` keeps path and query in the sender's own spelling, for clients that sign what they
    /// send without respelling it.
    static String of(
            RequestHead head,
            SigningRules rules,
            List<String> signedHeaders,
            String payloadHash,
            boolean asSent) {
        StringBuilder text = new StringBuilder(512);
        text.append(head.method()).append('\n');
        text.append(path(head.rawPath(), rules, asSent)).append('\n');
        if (!head.rawQuery().isEmpty()) {
            text.append(QueryString.parse(head.rawQuery()).canonical(asSent));
        }
        text.append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':');
            appendValues(text, head.headers(), name);
            text.append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders));
        return text.append('\n').append(payloadHash).toString();
    }

    private static String path(String rawPath, SigningRules rules, boolean asSent) {
        String path = rawPath.isEmpty() ? "/" : rawPath;
        if (path.equals("/") || asSent) {
            return path;
        }
        return switch (rules) {
            case SigningRules.S3 s3 -> PercentEncoding.respellPath(path);
            case SigningRules.Plain plain -> PercentEncoding.encodePath(normalised(path));
        };
    }

    /// Without empty and dot segments.
    private static String normalised(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", kept);
        return path.endsWith("/") && joined.length() > 1 ? joined + "/" : joined;
    }

    private static void appendValues(StringBuilder text, Headers headers, String name) {
        List<String> values = headers.values(name);
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(folded(values.get(i)));
        }
    }

    /// Trimmed, and runs of spaces made one.
    private static String folded(String value) {
        String trimmed = value.strip();
        return trimmed.contains("  ") ? trimmed.replaceAll(" {2,}", " ") : trimmed;
    }
}
