package io.hydrant.server.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The document that a request brings, read when it is first asked for: by a policy with a
/// condition on what is in it, or by the operation itself. Belongs to the thread of the request.
final class LazyBody {
    private final S3Request request;
    private byte @Nullable [] bytes;

    LazyBody(S3Request request) {
        this.request = request;
    }

    /// @throws UncheckedIOException when it cannot be read
    byte[] bytes() {
        byte[] read = bytes;
        if (read == null) {
            try {
                read = BodyChecks.read(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bytes = read;
        }
        return read;
    }
}
