package io.hydrant.aws.sigv4;

import java.util.Objects;

/// The verified signature of a head, and the key it was made with: the first link of the chain that
/// signed chunks form. Does not show the key.
public final class SeedSignature {
    private final byte[] signingKey;
    private final String time;
    private final String scope;
    private final String signature;

    SeedSignature(byte[] signingKey, String time, String scope, String signature) {
        this.signingKey = signingKey.clone();
        this.time = time;
        this.scope = scope;
        this.signature = Objects.requireNonNull(signature);
    }

    String signature() {
        return signature;
    }

    /// The signature of a chunk whose data has the given hash.
    String ofChunk(String previous, String dataHash) {
        return Sha256.hmacHex(
                signingKey,
                "AWS4-HMAC-SHA256-PAYLOAD\n"
                        + time
                        + "\n"
                        + scope
                        + "\n"
                        + previous
                        + "\n"
                        + Sha256.OF_NOTHING
                        + "\n"
                        + dataHash);
    }

    /// The signature of trailing headers, given as `name:value\n` each.
    String ofTrailer(String previous, String trailers) {
        return Sha256.hmacHex(
                signingKey,
                "AWS4-HMAC-SHA256-TRAILER\n"
                        + time
                        + "\n"
                        + scope
                        + "\n"
                        + previous
                        + "\n"
                        + Sha256.hex(trailers));
    }
}
