package io.hydrant.server.firehose;

import io.hydrant.aws.Headers;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.server.http.protocol.RepeatableOperation;
import java.util.Optional;

/// Reads what a request calls itself: the token of Hydrant's own header, or else what AWS's SDKs
/// send with every attempt of a call.
///
///     amz-sdk-invocation-id: 3f1c…       the same in all attempts
///     amz-sdk-request: attempt=2; max=3  from 1 on; boto3 has `ttl=…; ` before it
///     amz-sdk-retry: 1/0/490             of the SDK for Java 1: how many attempts were before
///     aws-sdk-invocation-id, aws-sdk-retry: 1/0   of the SDK for PHP
final class RequestNames {
    private static final String ATTEMPT = "attempt=";

    private RequestNames() {}

    /// @throws io.hydrant.aws.ServiceException when the token is none
    static Optional<RequestName> of(Headers headers) {
        Optional<String> token = headers.get(RepeatableOperation.TOKEN_HEADER);
        return token.isPresent() ? token.map(RequestNames::token) : invocation(headers);
    }

    private static ClientToken token(String header) {
        return ClientToken.parse(header)
                .orElseThrow(() ->
                        FirehoseError.INVALID_ARGUMENT.because(
                                "%s must be PRODUCER:SEQUENCE, with 1 to 64 characters of A-Z, a-z, 0-9, _ and - before the colon and a whole number behind it.",
                                RepeatableOperation.TOKEN_HEADER));
    }

    private static Optional<RequestName> invocation(Headers headers) {
        Optional<String> id = headers.get("amz-sdk-invocation-id");
        if (id.isPresent()) {
            return id.map(text -> Invocation.of(text, isRepeat(headers)));
        }
        return headers.get("aws-sdk-invocation-id")
                .map(text -> Invocation.of(text, isRetry(headers.get("aws-sdk-retry"))));
    }

    private static boolean isRepeat(Headers headers) {
        Optional<String> request = headers.get("amz-sdk-request");
        return request.isPresent()
                ? isLaterAttempt(request.get())
                : isRetry(headers.get("amz-sdk-retry"));
    }

    /// Whether this tells of an attempt that is not the first.
    private static boolean isLaterAttempt(String request) {
        int at = request.indexOf(ATTEMPT);
        return at >= 0 && !isOne(request, at + ATTEMPT.length());
    }

    private static boolean isOne(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == from + 1 && text.charAt(from) == '1';
    }

    private static boolean isRetry(Optional<String> retry) {
        return retry.isPresent() && !retry.get().startsWith("0/");
    }
}
