package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;

/// All that is not AWS JSON or AWS Query is S3. Called after the signature of the head was verified
/// (or with an anonymous principal when there is none).
public interface S3Handler {

    /// @throws io.hydrant.aws.ServiceException a refusal, encoded by the listener as S3's error
    ///   document (no body on HEAD)
    void handle(Request request, Response response) throws IOException;

    /// `bucketOfHost` is the bucket of a virtual-host address (empty for path style: then bucket
    /// and key are in the path). `body` is decoded: aws-chunked framing removed, and every hash and
    /// chunk signature that the client announced is verified; it throws
    /// [io.hydrant.aws.ServiceException] at the end of the stream when one is wrong, so nothing may
    /// be committed before the end was read. `decodedLength` is that of the decoded bytes when
    /// announced. `documents` reads `body` when it is to be held in memory.
    record Request(
            RequestHead head,
            String bucketOfHost,
            Caller caller,
            InputStream body,
            OptionalLong decodedLength,
            Trailers trailers,
            Documents documents) {}

    /// Reads a body whole, once there is room for it in memory beside those of others.
    interface Documents {
        /// @throws BodyTooLargeException when it is longer
        byte[] read(int limit) throws IOException;
    }

    /// Trailing headers such as `x-amz-checksum-crc32`, by lower-case name: complete once the body
    /// was read to its end.
    interface Trailers {
        Map<String, String> get();
    }

    /// Exactly one of these is called, once. The listener adds `x-amz-request-id`, `x-amz-id-2`,
    /// `Date` and `Server`.
    interface Response {
        /// An answer without body, also to HEAD; `Content-Length` may be among the headers on HEAD.
        void send(int status, Map<String, String> headers) throws IOException;

        void send(int status, Map<String, String> headers, byte[] body) throws IOException;

        /// A body of known length to be streamed; not for HEAD.
        OutputStream stream(int status, Map<String, String> headers, long length)
                throws IOException;
    }
}
