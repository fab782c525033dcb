package io.hydrant.aws.sigv4;

import io.hydrant.aws.ServiceException;

/// What can be wrong with an S3 payload on its way in, in S3's words.
enum PayloadError {
    /// Fewer or more bytes than announced.
    INCOMPLETE_BODY(
            400,
            "IncompleteBody",
            "You did not provide the number of bytes specified by the Content-Length HTTP header"),
    MALFORMED_CHUNK(400, "InvalidRequest", "The aws-chunked framing of the body is malformed"),
    MALFORMED_TRAILER(
            400,
            "MalformedTrailerError",
            "The request contained trailing data that was not well-formed or did not conform to"
                    + " our published schema."),
    WRONG_SIGNATURE(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your key and signing method."),
    WRONG_HASH(
            400,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.");

    private final int status;
    private final String code;
    private final String text;

    PayloadError(int status, String code, String text) {
        this.status = status;
        this.code = code;
        this.text = text;
    }

    ServiceException exception() {
        return new ServiceException(status, code, text);
    }
}
