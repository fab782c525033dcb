package io.hydrant.server.s3;

import io.hydrant.server.http.protocol.S3Handler;
import java.io.IOException;

/// One operation of S3. Called by many threads at once, after the signature was verified; it
/// authorises the caller itself.
@FunctionalInterface
interface S3Operation {
    void answer(S3Request request, S3Handler.Response response) throws IOException;
}
