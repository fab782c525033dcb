package io.hydrant.aws.sigv4;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.OptionalLong;

/// A payload whose SHA-256 was announced. The read that hands out its last byte, or finds its end,
/// throws [io.hydrant.aws.ServiceException] when the hash is another. Not for several threads.
public final class HashedPayload extends FilterInputStream {
    private final String announced;
    private final OptionalLong length;
    private final MessageDigest digest = Sha256.digest();
    private long count;
    private boolean checked;

    /// @param length of the payload when known: then the hash is checked with the last byte, for
    ///   readers that never ask beyond it
    public HashedPayload(InputStream in, String announced, OptionalLong length) {
        super(in);
        this.announced = announced;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        int n = in.read(into, offset, size);
        if (n > 0) {
            digest.update(into, offset, n);
            count += n;
        }
        if (n < 0 || length.isPresent() && count >= length.getAsLong()) {
            check();
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 8_192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check() {
        if (checked) {
            return;
        }
        checked = true;
        String computed = HexFormat.of().formatHex(digest.digest());
        if (!Sha256.same(computed, announced)) {
            throw PayloadError.WRONG_HASH
                    .exception()
                    .with("ClientComputedContentSHA256", announced)
                    .with("S3ComputedContentSHA256", computed);
        }
    }
}
