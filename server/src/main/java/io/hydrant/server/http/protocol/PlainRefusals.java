package io.hydrant.server.http.protocol;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.AmzDate;
import io.hydrant.aws.sigv4.SignatureFailure;
import java.util.stream.Collectors;

/// The words of AWS JSON and AWS Query services for a signature that is not accepted: the same
/// sentences under other codes.
enum PlainRefusals {
    JSON(
            400,
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "UnrecognizedClientException",
            "ExpiredTokenException",
            "MissingAuthenticationTokenException",
            "Missing Authentication Token"),
    QUERY(
            403,
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "ExpiredToken",
            "MissingAuthenticationToken",
            "Request is missing Authentication Token");

    private final int status;
    private final String invalid;
    private final String incomplete;
    private final String unknownClient;
    private final String expiredToken;
    private final String missing;
    private final String missingText;

    PlainRefusals(
            int status,
            String invalid,
            String incomplete,
            String unknownClient,
            String expiredToken,
            String missing,
            String missingText) {
        this.status = status;
        this.invalid = invalid;
        this.incomplete = incomplete;
        this.unknownClient = unknownClient;
        this.expiredToken = expiredToken;
        this.missing = missing;
        this.missingText = missingText;
    }

    ServiceException of(SignatureFailure failure) {
        return switch (failure) {
            case SignatureFailure.Missing none -> refusal(missing, missingText);
            case SignatureFailure.BothWays both ->
                    refusal(
                            invalid,
                            "Found both 'X-Amz-Algorithm' as a query-string param and"
                                    + " 'Authorization' as HTTP header.");
            case SignatureFailure.UnknownMechanism unknown ->
                    incomplete("Unsupported AWS 'algorithm' in: " + unknown.authorization());
            case SignatureFailure.IncompleteHeader header -> incomplete(missingParts(header));
            case SignatureFailure.IncompleteQuery query -> incomplete(missingParameters(query));
            case SignatureFailure.MalformedCredential malformed ->
                    incomplete(
                            "Credential must have exactly 5 slash-delimited elements, e.g."
                                    + " keyid/date/region/service/term, got: '"
                                    + malformed.credential()
                                    + "'");
            case SignatureFailure.MalformedDate malformed ->
                    incomplete(
                            "Date must be in ISO-8601 'basic format'. Got '"
                                    + malformed.date()
                                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
            case SignatureFailure.MalformedExpiry malformed ->
                    incomplete(
                            "X-Amz-Expires must be 1 to 604800 seconds, got: '"
                                    + malformed.expires()
                                    + "'");
            case SignatureFailure.ScopeOfAnotherDay day ->
                    refusal(
                            invalid,
                            "Date in Credential scope does not match YYYYMMDD from ISO-8601"
                                    + " version of date from HTTP: '%s' != '%s', from '%s'."
                                            .formatted(
                                                    day.scopeDate(),
                                                    day.requestTime().substring(0, 8),
                                                    day.requestTime()));
            case SignatureFailure.WrongService wrong ->
                    refusal(
                            invalid,
                            "Credential should be scoped to correct service: '"
                                    + wrong.expected()
                                    + "'. ");
            case SignatureFailure.WrongRegion wrong ->
                    refusal(invalid, "Credential should be scoped to a valid region. ");
            case SignatureFailure.UnknownKey unknown -> unknownClient();
            case SignatureFailure.WrongToken wrong -> unknownClient();
            case SignatureFailure.ExpiredToken expired ->
                    refusal(expiredToken, "The security token included in the request is expired");
            case SignatureFailure.Skewed skewed -> refusal(invalid, offBy(skewed));
            case SignatureFailure.UrlExpired url ->
                    refusal(
                            invalid,
                            "Signature expired: %s is now earlier than %s"
                                    .formatted(
                                            AmzDate.format(url.expired()),
                                            AmzDate.format(url.now())));
            case SignatureFailure.UrlNotYetValid url ->
                    refusal(
                            invalid,
                            "Signature not yet current: %s is still later than %s"
                                    .formatted(url.requestTime(), AmzDate.format(url.now())));
            case SignatureFailure.UnsignedHeaders unsigned ->
                    refusal(
                            invalid,
                            "'%s' must be a 'SignedHeader' in the AWS Authorization."
                                    .formatted(String.join("', '", unsigned.names())));
            case SignatureFailure.PayloadNotAnnounced none ->
                    throw new IllegalStateException("Only S3 wants its payload announced");
            case SignatureFailure.Mismatch mismatch ->
                    refusal(
                            invalid,
                            "The request signature we calculated does not match the signature you"
                                    + " provided. Check your AWS Secret Access Key and signing"
                                    + " method. Consult the service documentation for details.");
        };
    }

    private static String missingParts(SignatureFailure.IncompleteHeader header) {
        String parts =
                header.missing().stream()
                        .map(part -> "Authorization header requires '" + part + "' parameter. ")
                        .collect(Collectors.joining());
        String date =
                header.dateMissing()
                        ? "Authorization header requires existence of either a 'X-Amz-Date' or a"
                                + " 'Date' header. "
                        : "";
        return parts + date + "Authorization=" + header.authorization();
    }

    private static String missingParameters(SignatureFailure.IncompleteQuery query) {
        return query.missing().stream()
                        .map(name -> "AWS query-string parameters must include '" + name + "'. ")
                        .collect(Collectors.joining())
                + "Re-examine the query-string parameters.";
    }

    private static String offBy(SignatureFailure.Skewed skewed) {
        String now = AmzDate.format(skewed.now());
        long minutes = skewed.tolerance().toMinutes();
        return skewed.late()
                ? "Signature expired: %s is now earlier than %s (%s - %d min.)"
                        .formatted(
                                skewed.requestTime(),
                                AmzDate.format(skewed.now().minus(skewed.tolerance())),
                                now,
                                minutes)
                : "Signature not yet current: %s is still later than %s (%s + %d min.)"
                        .formatted(
                                skewed.requestTime(),
                                AmzDate.format(skewed.now().plus(skewed.tolerance())),
                                now,
                                minutes);
    }

    private ServiceException unknownClient() {
        return refusal(unknownClient, "The security token included in the request is invalid.");
    }

    /// 400 for both kinds of service.
    private ServiceException incomplete(String text) {
        return new ServiceException(400, incomplete, text);
    }

    private ServiceException refusal(String code, String text) {
        return new ServiceException(status, code, text);
    }
}
