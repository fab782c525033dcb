package io.hydrant.aws.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Derived signing keys of late. A key is remembered only once a signature made with it was right,
/// so strangers cannot fill this up. Safe for use from many threads.
final class SigningKeys {
    /// Keys are per secret, day, region and service: far more than one server's callers use. When
    /// full it starts over, which costs each caller four HMACs.
    private static final int LIMIT = 1_024;

    private final Map<Origin, byte[]> remembered = new ConcurrentHashMap<>();

    private record Origin(String secret, String date, String region, String service) {}

    byte[] keyFor(SigningCredentials credentials, CredentialScope scope) {
        return Optional.ofNullable(remembered.get(origin(credentials, scope)))
                .orElseGet(() -> derive(credentials.secretAccessKey(), scope));
    }

    void remember(SigningCredentials credentials, CredentialScope scope, byte[] key) {
        Origin origin = origin(credentials, scope);
        if (remembered.containsKey(origin)) {
            return;
        }
        if (remembered.size() >= LIMIT) {
            remembered.clear();
        }
        remembered.put(origin, key);
    }

    private static Origin origin(SigningCredentials credentials, CredentialScope scope) {
        return new Origin(
                credentials.secretAccessKey(), scope.date(), scope.region(), scope.service());
    }

    private static byte[] derive(String secret, CredentialScope scope) {
        byte[] start = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        byte[] ofDate = Sha256.hmac(start, scope.date());
        byte[] ofRegion = Sha256.hmac(ofDate, scope.region());
        byte[] ofService = Sha256.hmac(ofRegion, scope.service());
        return Sha256.hmac(ofService, "aws4_request");
    }
}
