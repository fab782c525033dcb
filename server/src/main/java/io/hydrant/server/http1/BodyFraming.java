package io.hydrant.server.http1;

import io.hydrant.aws.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How a request's head says that its body ends. A head that can be read in two ways is refused,
/// since another server on the way may have read it in the other.
sealed interface BodyFraming {
    record Length(long bytes) implements BodyFraming {}

    record Chunks() implements BodyFraming {}

    /// Headers of which one counts: with two it would depend on the reader which.
    Set<String> SINGLE =
            Set.of(
                    "authorization",
                    "content-length",
                    "content-md5",
                    "content-type",
                    "host",
                    "transfer-encoding",
                    "x-amz-content-sha256",
                    "x-amz-date",
                    "x-amz-decoded-content-length",
                    "x-amz-security-token",
                    "x-amz-target");

    static BodyFraming of(Headers headers, boolean isOld) throws BadRequestException {
        for (var header : headers.all().entrySet()) {
            if (header.getValue().size() > 1 && SINGLE.contains(header.getKey())) {
                throw new BadRequestException("The request has more than one " + header.getKey());
            }
        }
        if (!isOld && headers.get("Host").isEmpty()) {
            throw new BadRequestException("The request has no Host");
        }
        List<String> coding = headers.all().get("transfer-encoding");
        List<String> length = headers.all().get("content-length");
        if (coding == null) {
            return new Length(length == null ? 0 : bytes(length.getFirst()));
        }
        if (length != null) {
            throw new BadRequestException("The request has Transfer-Encoding and Content-Length");
        }
        if (isOld) {
            throw new BadRequestException("HTTP/1.0 has no Transfer-Encoding");
        }
        if (!coding.getFirst().toLowerCase(Locale.ROOT).equals("chunked")) {
            throw new BadRequestException(501, "Of transfer encodings only chunked is served");
        }
        return new Chunks();
    }

    private static long bytes(String text) throws BadRequestException {
        long bytes = text.isEmpty() || text.length() > 18 ? -1 : 0;
        for (int i = 0; bytes >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            bytes = c >= '0' && c <= '9' ? 10 * bytes + c - '0' : -1;
        }
        if (bytes < 0) {
            throw new BadRequestException("Content-Length is not a number of bytes");
        }
        return bytes;
    }
}
