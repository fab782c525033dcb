package io.hydrant.server.http.protocol;

import io.hydrant.aws.sigv4.SeedSignature;
import io.hydrant.aws.sigv4.SignatureFailure;
import io.hydrant.aws.sigv4.Signing;
import io.hydrant.core.iam.Principal;
import java.time.Instant;
import java.util.Optional;

/// What the [Authenticator] found out about a request.
sealed interface Identification {
    /// `payloadHash` is what was signed in the payload's place; `seed` starts the chain of chunk
    /// signatures. `accessKeyId` and `region` are empty where nothing was signed or nothing says;
    /// `signing` where nobody looked. `credentialsIssued` is there for temporary credentials.
    record Known(
            Principal principal,
            String accessKeyId,
            String region,
            String payloadHash,
            Optional<Signing> signing,
            Optional<Instant> credentialsIssued,
            Optional<SeedSignature> seed)
            implements Identification {}

    record Unsigned() implements Identification {}

    record Refused(SignatureFailure failure) implements Identification {}
}
