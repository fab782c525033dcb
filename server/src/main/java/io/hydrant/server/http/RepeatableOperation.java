package io.hydrant.server.http;

import java.io.IOException;

/// An operation whose requests can name themselves, so that one that arrives twice acts once. The
/// name is in a header of Hydrant's own, which AWS would pass over, and is echoed in the answer: so
/// clients learn that repeats are harmless here.
public interface RepeatableOperation extends JsonOperation {
    String TOKEN_HEADER = "X-Hydrant-Client-Token";

    /// A full batch of 4 MiB is 5.6 MiB in base64.
    @Override
    default int bodyBytesMax() {
        return 8 << 20;
    }

    /// @param token the header's value
    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener
    byte[] answer(byte[] body, Caller caller, String token) throws IOException;
}
