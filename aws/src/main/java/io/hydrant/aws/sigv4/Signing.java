package io.hydrant.aws.sigv4;

import java.time.Instant;
import java.util.Optional;

/// How a request was signed, in the words of S3's condition keys `s3:authType` and
/// `s3:signatureversion`. `presignedAt`: when a URL was signed; the old kind does not tell.
public record Signing(String authType, String version, Optional<Instant> presignedAt) {
    private static final String V2 = "AWS";

    static Signing of(SignatureClaim.V4 claim) {
        return claim.inQuery()
                ? new Signing(
                        "REST-QUERY-STRING", AuthorizationHeader.SIGV4, Optional.of(claim.at()))
                : new Signing("REST-HEADER", AuthorizationHeader.SIGV4, Optional.empty());
    }

    static Signing ofOldUrl() {
        return new Signing("REST-QUERY-STRING", V2, Optional.empty());
    }

    static Signing ofForm(boolean old) {
        return new Signing("POST", old ? V2 : AuthorizationHeader.SIGV4, Optional.empty());
    }
}
