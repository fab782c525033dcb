package io.hydrant.server.http.protocol;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.SignatureFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/// S3's words for a signature that is not accepted, with the extra elements of its error document.
final class S3Refusals {
    private S3Refusals() {}

    static ServiceException of(SignatureFailure failure) {
        return switch (failure) {
            case SignatureFailure.Missing none -> denied("Access Denied");
            case SignatureFailure.BothWays both ->
                    new ServiceException(
                                    400,
                                    "InvalidArgument",
                                    "Only one auth mechanism allowed; only the X-Amz-Algorithm"
                                            + " query parameter, Signature query string parameter or"
                                            + " the Authorization header should be specified")
                            .with("ArgumentName", "Authorization")
                            .with("ArgumentValue", both.authorization());
            case SignatureFailure.UnknownMechanism unknown ->
                    new ServiceException(
                            400,
                            "InvalidRequest",
                            "The authorization mechanism you have provided is not supported."
                                    + " Please use AWS4-HMAC-SHA256.");
            case SignatureFailure.IncompleteHeader header -> incomplete(header);
            case SignatureFailure.IncompleteQuery query ->
                    malformedQuery(
                            "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                                    + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date,"
                                    + " X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
            case SignatureFailure.MalformedCredential credential ->
                    malformed(
                            credential.inQuery(),
                            "the Credential is mal-formed; expecting"
                                    + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
            case SignatureFailure.MalformedDate date ->
                    date.inQuery()
                            ? malformedQuery(
                                    "X-Amz-Date must be in the ISO8601 Long Format"
                                            + " \"yyyyMMdd'T'HHmmss'Z'\"")
                            : denied(
                                    "AWS authentication requires a valid Date or x-amz-date"
                                            + " header");
            case SignatureFailure.MalformedExpiry expiry -> malformedExpiry(expiry.expires());
            case SignatureFailure.ScopeOfAnotherDay day ->
                    malformed(
                            day.inQuery(),
                            "Invalid credential date \"%s\". This date is not the same as"
                                            .formatted(day.scopeDate())
                                    + " X-Amz-Date: \"%s\"."
                                            .formatted(day.requestTime().substring(0, 8)));
            case SignatureFailure.WrongService wrong ->
                    malformed(
                            wrong.inQuery(),
                            "incorrect service \"%s\". This endpoint belongs to \"s3\"."
                                    .formatted(wrong.given()));
            case SignatureFailure.WrongRegion wrong ->
                    malformed(
                                    wrong.inQuery(),
                                    "the region '%s' is wrong; expecting '%s'"
                                            .formatted(wrong.given(), wrong.expected()))
                            .with("Region", wrong.expected());
            case SignatureFailure.UnknownKey unknown ->
                    new ServiceException(
                                    403,
                                    "InvalidAccessKeyId",
                                    "The AWS Access Key Id you provided does not exist in our"
                                            + " records.")
                            .with("AWSAccessKeyId", unknown.accessKeyId());
            case SignatureFailure.WrongToken wrong ->
                    new ServiceException(
                                    400,
                                    "InvalidToken",
                                    "The provided token is malformed or otherwise invalid.")
                            .with("Token-0", wrong.token());
            case SignatureFailure.ExpiredToken expired ->
                    new ServiceException(400, "ExpiredToken", "The provided token has expired.")
                            .with("Token-0", expired.token());
            case SignatureFailure.Skewed skewed ->
                    new ServiceException(
                                    403,
                                    "RequestTimeTooSkewed",
                                    "The difference between the request time and the current time"
                                            + " is too large.")
                            .with("RequestTime", skewed.requestTime())
                            .with("ServerTime", seconds(skewed.now()))
                            .with(
                                    "MaxAllowedSkewMilliseconds",
                                    Long.toString(skewed.tolerance().toMillis()));
            case SignatureFailure.UrlExpired url -> expired(url);
            case SignatureFailure.UrlNotYetValid url ->
                    denied("Request is not valid yet")
                            .with("X-Amz-Date", url.requestTime())
                            .with("ServerTime", seconds(url.now()));
            case SignatureFailure.UnsignedHeaders unsigned ->
                    denied("There were headers present in the request which were not signed")
                            .with("HeadersNotSigned", String.join(", ", unsigned.names()));
            case SignatureFailure.PayloadNotAnnounced none ->
                    new ServiceException(
                            400,
                            "InvalidRequest",
                            "Missing required header for this request: x-amz-content-sha256");
            case SignatureFailure.Mismatch mismatch -> mismatch(mismatch);
        };
    }

    private static ServiceException mismatch(SignatureFailure.Mismatch mismatch) {
        ServiceException refusal =
                new ServiceException(
                                403,
                                "SignatureDoesNotMatch",
                                "The request signature we calculated does not match the signature"
                                        + " you provided. Check your key and signing method.")
                        .with("AWSAccessKeyId", mismatch.accessKeyId())
                        .with("StringToSign", mismatch.stringToSign())
                        .with("SignatureProvided", mismatch.signatureProvided())
                        .with("StringToSignBytes", bytes(mismatch.stringToSign()));
        if (mismatch.canonicalRequest().isEmpty()) {
            return refusal;
        }
        String canonicalRequest = mismatch.canonicalRequest().get();
        return refusal.with("CanonicalRequest", canonicalRequest)
                .with("CanonicalRequestBytes", bytes(canonicalRequest));
    }

    private static ServiceException incomplete(SignatureFailure.IncompleteHeader header) {
        return header.missing().isEmpty()
                ? denied("AWS authentication requires a valid Date or x-amz-date header")
                : malformed(
                        false,
                        "the authorization header requires three components: Credential,"
                                + " SignedHeaders, and Signature.");
    }

    private static ServiceException malformedExpiry(String expires) {
        if (expires.isEmpty()) {
            return denied(
                    "Query-string authentication requires the Signature, Expires and"
                            + " AWSAccessKeyId parameters");
        }
        if (!expires.matches("\\d+")) {
            return malformedQuery("X-Amz-Expires should be a number");
        }
        return malformedQuery(
                expires.matches("0+")
                        ? "X-Amz-Expires must be positive"
                        : "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                                + " X-Amz-Expires must be less than 604800 seconds");
    }

    private static ServiceException expired(SignatureFailure.UrlExpired url) {
        ServiceException refusal =
                denied("Request has expired")
                        .with("Expires", seconds(url.expired()))
                        .with("ServerTime", seconds(url.now()));
        return url.validFor().isEmpty()
                ? refusal
                : refusal.with("X-Amz-Expires", Long.toString(url.validFor().get()));
    }

    private static ServiceException malformed(boolean inQuery, String text) {
        return inQuery
                ? malformedQuery("Error parsing the X-Amz-Credential parameter; " + text)
                : new ServiceException(
                        400,
                        "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; " + text);
    }

    private static ServiceException malformedQuery(String text) {
        return new ServiceException(400, "AuthorizationQueryParametersError", text);
    }

    private static ServiceException denied(String text) {
        return new ServiceException(403, "AccessDenied", text);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String bytes(String text) {
        return HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
