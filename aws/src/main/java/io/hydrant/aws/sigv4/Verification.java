package io.hydrant.aws.sigv4;

import java.util.Optional;

/// What verifying a request's head found.
public sealed interface Verification {
    /// The request carries no signature at all.
    record Unsigned() implements Verification {}

    record Refused(SignatureFailure failure) implements Verification {}

    /// The signature is right. `region` is empty for SigV2, which has none. `payloadHash` is what
    /// was signed in the payload's place; `seed` is what chunk signatures chain on (SigV4 only).
    record Verified(
            String accessKeyId,
            String region,
            String service,
            String payloadHash,
            Signing signing,
            Optional<SeedSignature> seed)
            implements Verification {}
}
