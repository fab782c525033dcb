package io.hydrant.core.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyOutputStream;

/// How an object's bytes are compressed. Encoding the same bytes for the same object twice gives
/// the same result, so that a delivery that is repeated after a crash writes what it wrote before.
public enum CompressionFormat {
    UNCOMPRESSED("UNCOMPRESSED", "", Optional.empty()) {
        @Override
        public OutputStream encode(OutputStream into, String object, Instant time) {
            return into;
        }
    },
    GZIP("GZIP", ".gz", Optional.of("gzip")) {
        @Override
        public OutputStream encode(OutputStream into, String object, Instant time)
                throws IOException {
            return buffered(new GZIPOutputStream(into, COMPRESSED_BUFFER_BYTES));
        }
    },
    ZIP("ZIP", ".zip", Optional.of("zip")) {
        @Override
        public OutputStream encode(OutputStream into, String object, Instant time)
                throws IOException {
            ZipOutputStream zip = new ZipOutputStream(into);
            byte[] seed = object.getBytes(StandardCharsets.UTF_8);
            ZipEntry entry = new ZipEntry(UUID.nameUUIDFromBytes(seed).toString());
            entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
            zip.putNextEntry(entry);
            return buffered(zip);
        }
    },
    /// The stream format of snappy-java, which begins with `0x82 "SNAPPY" 0x00`: not the official
    /// framing format.
    SNAPPY("Snappy", ".snappy", Optional.of("snappy-java")) {
        @Override
        public OutputStream encode(OutputStream into, String object, Instant time) {
            return new SnappyOutputStream(into);
        }
    },
    /// Hadoop's block framing. AWS's guide says `.hsnappy`; the service writes `.snappy`.
    HADOOP_SNAPPY("HADOOP_SNAPPY", ".snappy", Optional.of("hadoop-snappy")) {
        @Override
        public OutputStream encode(OutputStream into, String object, Instant time) {
            return new SnappyHadoopCompatibleOutputStream(into);
        }
    };

    /// Records may be a few bytes each; the deflater is called once for many of them.
    private static final int PLAIN_BUFFER_BYTES = 16 * 1024;

    private static final int COMPRESSED_BUFFER_BYTES = 16 * 1024;

    private final String wireName;
    private final String extension;
    private final Optional<String> contentEncoding;

    CompressionFormat(String wireName, String extension, Optional<String> contentEncoding) {
        this.wireName = wireName;
        this.extension = extension;
        this.contentEncoding = contentEncoding;
    }

    /// As the API spells it: case matters, and `Snappy` alone is not in capitals.
    public String wireName() {
        return wireName;
    }

    /// @throws IllegalArgumentException when there is no such format
    public static CompressionFormat ofWireName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No compression format " + name));
    }

    /// What an object's key ends in unless the stream has a file extension of its own; empty when
    /// uncompressed.
    public String extension() {
        return extension;
    }

    /// The object's `Content-Encoding`.
    public Optional<String> contentEncoding() {
        return contentEncoding;
    }

    /// A stream that compresses what is written to it `into` the given one; closing it writes the
    /// end and closes that one too. `object` is the object's key and `time` that of its oldest
    /// record: a zip names and dates its only entry by them (the name is a UUID that does not show
    /// the key).
    public abstract OutputStream encode(OutputStream into, String object, Instant time)
            throws IOException;

    private static OutputStream buffered(OutputStream into) {
        return new BufferedOutputStream(into, PLAIN_BUFFER_BYTES);
    }
}
