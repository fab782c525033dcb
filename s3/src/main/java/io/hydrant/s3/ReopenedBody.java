package io.hydrant.s3;

import io.hydrant.core.objectstore.ObjectSink.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/// A body for the SDK, which opens it for its signature and for each attempt and does not always
/// close it: what was opened before is closed when it is opened again. Knows whether reading it
/// failed, which says nothing about the store. For one thread.
final class ReopenedBody implements ContentStreamProvider, AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Body body;
    private @Nullable InputStream current;
    private @Nullable IOException failure;

    ReopenedBody(Body body) {
        this.body = body;
    }

    /// The MD5 of its bytes, which are read once for it.
    ///
    /// @throws IOException also when there are more or fewer than promised
    byte[] md5(String key) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long length = 0;
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = body.open()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
                length += read;
            }
        }
        if (length != body.length()) {
            throw new IOException(
                    "The object has %d bytes and should have %d: %s"
                            .formatted(length, body.length(), key));
        }
        return digest.digest();
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            InputStream opened = new Watched(body.open());
            current = opened;
            return opened;
        } catch (IOException e) {
            failure = e;
            throw new UncheckedIOException(e);
        }
    }

    /// Why reading failed; being interrupted, as an attempt is that takes too long, is no reason.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure)
                .filter(reason -> !(reason instanceof ClosedChannelException));
    }

    @Override
    public void close() throws IOException {
        InputStream before = current;
        current = null;
        if (before != null) {
            before.close();
        }
    }

    private final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return in.read(into, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
