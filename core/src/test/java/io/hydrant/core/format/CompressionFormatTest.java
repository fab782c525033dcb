package io.hydrant.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyInputStream;

class CompressionFormatTest {
    private static final Instant TIME = Instant.parse("2024-01-15T10:20:30Z");

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsReadBack(CompressionFormat format) throws IOException {
        byte[] records = records(300_000);

        byte[] encoded = encode(format, records, "key");

        if (format == CompressionFormat.HADOOP_SNAPPY) {
            assertThat(encoded).isEqualTo(hadoopSnappy(records));
        } else {
            assertThat(decode(format, encoded)).isEqualTo(records);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsEncodedToTheSameBytesEveryTime(CompressionFormat format) throws IOException {
        byte[] records = records(1000);

        assertThat(encode(format, records, "key")).isEqualTo(encode(format, records, "key"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNCOMPRESSED,  '',      ",
        "GZIP,          .gz,     gzip",
        "ZIP,           .zip,    zip",
        "Snappy,        .snappy, snappy-java",
        "HADOOP_SNAPPY, .snappy, hadoop-snappy"
    })
    void formatsAreNamedAsInAws(String wireName, String extension, String contentEncoding) {
        CompressionFormat format = CompressionFormat.ofWireName(wireName);

        assertThat(format.wireName()).isEqualTo(wireName);
        assertThat(format.extension()).isEqualTo(extension);
        assertThat(format.contentEncoding().orElse(null)).isEqualTo(contentEncoding);
    }

    @Test
    void snappyIsTheStreamFormatOfSnappyJava() throws IOException {
        byte[] encoded = encode(CompressionFormat.SNAPPY, records(10), "key");

        assertThat(HexFormat.of().formatHex(encoded, 0, 8)).isEqualTo("82534e4150505900");
    }

    @Test
    void aZipHasOneEntryWhoseNameDoesNotShowTheKey() throws IOException {
        byte[] encoded = encode(CompressionFormat.ZIP, records(10), "orders-1");

        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(encoded));
        ZipEntry entry = zip.getNextEntry();
        assertThat(entry.getName()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(entry.getTimeLocal()).hasToString("2024-01-15T10:20:30");
        zip.closeEntry();
        assertThat(zip.getNextEntry()).isNull();
    }

    private static byte[] encode(CompressionFormat format, byte[] records, String key)
            throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream stream = format.encode(encoded, key, TIME)) {
            for (int i = 0; i < records.length; i += 100) {
                stream.write(records, i, Math.min(100, records.length - i));
            }
        }
        return encoded.toByteArray();
    }

    private static byte[] decode(CompressionFormat format, byte[] encoded) throws IOException {
        InputStream bytes = new ByteArrayInputStream(encoded);
        try (InputStream decoder = decoder(format, bytes)) {
            return decoder.readAllBytes();
        }
    }

    private static InputStream decoder(CompressionFormat format, InputStream bytes)
            throws IOException {
        return switch (format) {
            case UNCOMPRESSED -> bytes;
            case GZIP -> new GZIPInputStream(bytes);
            case ZIP -> {
                ZipInputStream zip = new ZipInputStream(bytes);
                zip.getNextEntry();
                yield zip;
            }
            case SNAPPY -> new SnappyInputStream(bytes);
            case HADOOP_SNAPPY -> throw new IllegalArgumentException("snappy-java only writes it");
        };
    }

    private static byte[] hadoopSnappy(byte[] records) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream stream = new SnappyHadoopCompatibleOutputStream(encoded)) {
            stream.write(records);
        }
        return encoded.toByteArray();
    }

    /// Lines of text, half of them alike.
    private static byte[] records(int count) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder lines = new StringBuilder();
        while (lines.length() < count) {
            lines.append("{\"id\":").append(random.nextInt(1000)).append("}\n");
        }
        return lines.substring(0, count).getBytes(StandardCharsets.UTF_8);
    }
}
