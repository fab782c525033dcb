package io.hydrant.aws.sigv4;

import java.util.Optional;

/// What `x-amz-content-sha256` says of an S3 payload.
public sealed interface Payload {
    String UNSIGNED = "UNSIGNED-PAYLOAD";

    /// As it comes, and trusted.
    record Plain() implements Payload {}

    /// As it comes; its SHA-256 in lower-case hexadecimal must be this.
    record Hashed(String sha256) implements Payload {}

    /// In aws-chunked framing, each chunk signed or none, with trailing headers or without.
    record Chunked(boolean signed, boolean trailer) implements Payload {}

    /// Empty when the value is none that S3 knows.
    static Optional<Payload> parse(String announced) {
        return switch (announced) {
            case UNSIGNED -> Optional.of(new Plain());
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> Optional.of(new Chunked(true, false));
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                    Optional.of(new Chunked(true, true));
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> Optional.of(new Chunked(false, true));
            default ->
                    announced.matches("[0-9a-f]{64}")
                            ? Optional.of(new Hashed(announced))
                            : Optional.empty();
        };
    }
}
