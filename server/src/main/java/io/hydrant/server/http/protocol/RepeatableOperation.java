package io.hydrant.server.http.protocol;

import io.hydrant.aws.Headers;
import java.io.IOException;
import java.util.Map;

/// An operation whose requests can name themselves, so that one that arrives twice acts once: by
/// the headers with which AWS's SDKs name each call, or by one of Hydrant's own, which AWS would
/// pass over, and which is echoed in the answer: so clients learn that repeats are harmless here.
public interface RepeatableOperation extends JsonOperation {
    String TOKEN_HEADER = "X-Hydrant-Client-Token";

    /// A full batch of 4 MiB is 5.6 MiB in base64.
    @Override
    default int bodyBytesMax() {
        return 8 << 20;
    }

    /// The answer to a request that does not name itself.
    @Override
    default byte[] answer(byte[] body, Caller caller) throws IOException {
        return answer(body, caller, new Headers(Map.of()));
    }

    /// @param headers of the request, which may name it
    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener
    byte[] answer(byte[] body, Caller caller, Headers headers) throws IOException;
}
