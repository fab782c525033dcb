package io.hydrant.server.http.protocol;

import java.io.IOException;
import java.util.Optional;

/// One operation of an AWS JSON 1.1 service. Called on a virtual thread per request, by many at
/// once, after the signature was verified; it reads the body, authorises the caller, acts, and
/// returns the JSON answer.
public interface JsonOperation {
    /// As in `X-Amz-Target: Firehose_20150804.<name>`. What a body may have, for which objects of
    /// some thirty times its length can be made.
    int BODY_BYTES = 1 << 20;

    /// As in `X-Amz-Target: Firehose_20150804.<name>`.
    String name();

    /// How long a body may be.
    default int bodyBytesMax() {
        return BODY_BYTES;
    }

    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener
    byte[] answer(byte[] body, Caller caller) throws IOException;

    /// A request was refused, before it came here or by this operation: nothing came of it.
    ///
    /// @param resource that a caller who is known has named, as far as it can be seen
    default void refused(Optional<String> resource, String code) {}

    /// The answer is on its way and not needed anymore.
    default void sent(byte[] answer) {}
}
