package io.hydrant.cli.objects;

import io.hydrant.columnar.reading.RangedSource;
import java.io.EOFException;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Ranges of an object, each asked for by itself. An object that is replaced meanwhile is refused
/// by the store, rather than read half and half.
///
/// @param etag of the object whose length it is
record ObjectRanges(S3Client s3, S3Address address, long length, String etag)
        implements RangedSource {
    @Override
    public byte[] read(long at, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        try (ResponseInputStream<GetObjectResponse> part =
                s3.getObject(request ->
                        request.bucket(address.bucket())
                                .key(address.key())
                                .range("bytes=" + at + "-" + (at + length - 1))
                                .ifMatch(etag))) {
            if (part.response().contentLength() != length) {
                part.abort();
                throw new IOException("The store sends no ranges of " + address);
            }
            byte[] bytes = part.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException(address + " ended early");
            }
            return bytes;
        }
    }

    @Override
    public void close() {
        // The client is somebody else's.
    }
}
