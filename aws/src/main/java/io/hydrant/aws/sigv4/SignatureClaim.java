package io.hydrant.aws.sigv4;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a request says that it is signed, read but not verified.
sealed interface SignatureClaim {
    record None() implements SignatureClaim {}

    record Faulty(SignatureFailure failure) implements SignatureClaim {}

    /// `time` is as sent, `at` the same instant; `validForSeconds` is there for a presigned URL.
    record V4(
            CredentialScope scope,
            String time,
            Instant at,
            List<String> signedHeaders,
            String signature,
            Optional<String> token,
            Optional<Long> validForSeconds)
            implements SignatureClaim {
        public V4 {
            signedHeaders = List.copyOf(signedHeaders);
        }

        boolean inQuery() {
            return validForSeconds.isPresent();
        }
    }

    /// A presigned URL of S3 in the old way; `expires` counts seconds from 1970, `expiresText` is
    /// the same as sent.
    record V2(
            String accessKeyId,
            String signature,
            long expires,
            String expiresText,
            Optional<String> token)
            implements SignatureClaim {}
}
