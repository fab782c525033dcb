package io.hydrant.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.objectstore.ObjectSink;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Objects to be put.
record Drafts(Principal writer, String bucket) {
    static final String ACCOUNT = "000000000000";
    static final Principal ROOT = new Principal.Root(ACCOUNT);

    Drafts() {
        this(ROOT, "films");
    }

    Drafts by(Principal other) {
        return new Drafts(other, bucket);
    }

    Drafts in(String other) {
        return new Drafts(writer, other);
    }

    ObjectSink.Draft of(String key, String text) {
        return of(key, bytes(text.getBytes(UTF_8)), false);
    }

    /// One that an earlier attempt may have stored.
    ObjectSink.Draft again(String key, String text) {
        return of(key, bytes(text.getBytes(UTF_8)), true);
    }

    ObjectSink.Draft of(String key, ObjectSink.Body body, boolean mayExist) {
        return new ObjectSink.Draft(
                writer,
                bucket,
                key,
                "application/octet-stream",
                Optional.empty(),
                Map.of("hydrant-stream", "s", "hydrant-first-position", "17"),
                body,
                mayExist,
                Optional.empty());
    }

    static ObjectSink.Body bytes(byte[] bytes) {
        return bytes(bytes, bytes.length);
    }

    /// @param promised how many it says there are
    static ObjectSink.Body bytes(byte[] bytes, long promised) {
        return new ObjectSink.Body() {
            @Override
            public long length() {
                return promised;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /// So many bytes that nobody holds.
    static ObjectSink.Body large(long length) {
        return new ObjectSink.Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private long left = length;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int count) {
                        if (left <= 0) {
                            return -1;
                        }
                        int bytes = (int) Math.min(count, left);
                        Arrays.fill(into, from, from + bytes, (byte) 'x');
                        left -= bytes;
                        return bytes;
                    }
                };
            }
        };
    }
}
