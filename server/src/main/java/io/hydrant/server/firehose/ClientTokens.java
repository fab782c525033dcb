package io.hydrant.server.firehose;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.server.http.RepeatableOperation;

/// Reads what a request calls itself.
final class ClientTokens {
    private ClientTokens() {}

    /// @throws io.hydrant.aws.ServiceException when it is no token
    static ClientToken of(String header) {
        return ClientToken.parse(header)
                .orElseThrow(() ->
                        FirehoseError.INVALID_ARGUMENT.because(
                                "%s must be PRODUCER:SEQUENCE, with 1 to 64 characters of A-Z, a-z, 0-9, _ and - before the colon and a whole number behind it.",
                                RepeatableOperation.TOKEN_HEADER));
    }
}
