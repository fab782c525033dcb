package io.hydrant.aws.sigv4;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`, taken apart. Some
/// clients leave out the space after the comma, or send spaces alone.
record AuthorizationHeader(String algorithm, Map<String, String> parts) {
    static final String SIGV4 = "AWS4-HMAC-SHA256";

    AuthorizationHeader {
        parts = Map.copyOf(parts);
    }

    static AuthorizationHeader parse(String value) {
        String trimmed = value.strip();
        int space = trimmed.indexOf(' ');
        if (space < 0) {
            return new AuthorizationHeader(trimmed, Map.of());
        }
        Map<String, String> parts = new HashMap<>();
        int start = space + 1;
        while (start < trimmed.length()) {
            int end = endOfPart(trimmed, start);
            int equals = trimmed.indexOf('=', start);
            if (equals > start && equals < end) {
                parts.put(trimmed.substring(start, equals), trimmed.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return new AuthorizationHeader(trimmed.substring(0, space), parts);
    }

    /// Where the next comma or space is, or else the end.
    private static int endOfPart(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ' ') {
            at++;
        }
        return at;
    }

    Optional<String> credential() {
        return part("Credential");
    }

    Optional<String> part(String name) {
        return Optional.ofNullable(parts.get(name)).filter(value -> !value.isEmpty());
    }
}
