package io.hydrant.aws.sigv4;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why a signature is not accepted. Each service words these in its own way.
public sealed interface SignatureFailure {
    /// No signature where one is needed.
    record Missing() implements SignatureFailure {}

    /// Signed in the header and in the query at once, or twice in one of them. `authorization` is
    /// the header, or empty.
    record BothWays(String authorization) implements SignatureFailure {}

    /// Not `AWS4-HMAC-SHA256`, or a presigned form that this service does not take.
    record UnknownMechanism(String authorization) implements SignatureFailure {}

    /// `Authorization` lacks parts, of `Credential`, `Signature`, `SignedHeaders`; or there is no
    /// date.
    record IncompleteHeader(List<String> missing, boolean dateMissing, String authorization)
            implements SignatureFailure {
        public IncompleteHeader {
            missing = List.copyOf(missing);
        }
    }

    /// A presigned URL lacks parameters.
    record IncompleteQuery(List<String> missing) implements SignatureFailure {
        public IncompleteQuery {
            missing = List.copyOf(missing);
        }
    }

    record MalformedCredential(String credential, boolean inQuery) implements SignatureFailure {}

    record MalformedDate(String date, boolean inQuery) implements SignatureFailure {}

    /// A presigned URL's `X-Amz-Expires` or `Expires` is not a number in its range.
    record MalformedExpiry(String expires) implements SignatureFailure {}

    /// The day in the scope is not that of the request.
    record ScopeOfAnotherDay(String scopeDate, String requestTime, boolean inQuery)
            implements SignatureFailure {}

    record WrongService(String expected, String given, boolean inQuery)
            implements SignatureFailure {}

    /// Signed for another region than the server's.
    record WrongRegion(String expected, String given, boolean inQuery)
            implements SignatureFailure {}

    record UnknownKey(String accessKeyId) implements SignatureFailure {}

    record WrongToken(String token) implements SignatureFailure {}

    record ExpiredToken(String token) implements SignatureFailure {}

    /// The sender's clock, or the way here, is off by more than `tolerance`. `late`: the request is
    /// from the past.
    record Skewed(String requestTime, Instant now, Duration tolerance, boolean late)
            implements SignatureFailure {}

    /// `validFor` in seconds, when the URL says so.
    record UrlExpired(Instant expired, Instant now, Optional<Long> validFor)
            implements SignatureFailure {}

    record UrlNotYetValid(String requestTime, Instant now) implements SignatureFailure {}

    /// Header fields that must be signed and are not.
    record UnsignedHeaders(List<String> names) implements SignatureFailure {
        public UnsignedHeaders {
            names = List.copyOf(names);
        }
    }

    /// S3 wants the hash of the payload, or a word for it, in `x-amz-content-sha256`.
    record PayloadNotAnnounced() implements SignatureFailure {}

    /// `canonicalRequest` is absent for SigV2, which has none.
    record Mismatch(
            String accessKeyId,
            String stringToSign,
            String signatureProvided,
            Optional<String> canonicalRequest)
            implements SignatureFailure {}
}
