package io.hydrant.core.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The records as they are, without anything between them, compressed or not.
public record RawFormat(CompressionFormat compression) implements ObjectFormat {
    public static final RawFormat UNCOMPRESSED = new RawFormat(CompressionFormat.UNCOMPRESSED);

    /// Begins an object.
    ///
    /// @param into gets its bytes, and is closed with the writer
    /// @param key of the object
    /// @param time when its oldest record arrived
    public RecordWriter writer(OutputStream into, String key, Instant time) throws IOException {
        OutputStream out = compression.encode(into, key, time);
        return new RecordWriter() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void writeAll(ByteBuffer payloads, ByteBuffer lengths) throws IOException {
                out.write(
                        payloads.array(),
                        payloads.arrayOffset() + payloads.position(),
                        payloads.remaining());
                payloads.position(payloads.limit());
                lengths.position(lengths.limit());
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public OptionalLong length(long payloadBytes) {
        return compression == CompressionFormat.UNCOMPRESSED
                ? OptionalLong.of(payloadBytes)
                : OptionalLong.empty();
    }

    @Override
    public Optional<String> contentEncoding() {
        return compression.contentEncoding();
    }
}
