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
        for (String part : trimmed.substring(space).replace(' ', ',').split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new AuthorizationHeader(trimmed.substring(0, space), parts);
    }

    Optional<String> credential() {
        return part("Credential");
    }

    Optional<String> part(String name) {
        return Optional.ofNullable(parts.get(name)).filter(value -> !value.isEmpty());
    }
}
