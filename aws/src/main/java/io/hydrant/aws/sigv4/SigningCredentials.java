package io.hydrant.aws.sigv4;

import java.time.Instant;
import java.util.Optional;

/// What a caller signs with. Temporary credentials have a session token, which every request must
/// carry, and an end. Does not show its secrets.
public record SigningCredentials(
        String accessKeyId,
        String secretAccessKey,
        Optional<String> sessionToken,
        Optional<Instant> expires) {

    @Override
    public String toString() {
        return "SigningCredentials[" + accessKeyId + "]";
    }
}
