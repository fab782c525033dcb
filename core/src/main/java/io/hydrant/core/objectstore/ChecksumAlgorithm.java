package io.hydrant.core.objectstore;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The checksums that S3 takes and gives, as base64 of big-endian bytes.
public enum ChecksumAlgorithm {
    CRC32(0xEDB88320L, 32),
    CRC32C(0x82F63B78L, 32),
    CRC64NVME(Crc64Nvme.POLYNOMIAL, 64),
    SHA1(0, 0),
    SHA256(0, 0),
    SHA512(0, 0),
    MD5(0, 0);

    /// Takes bytes and ends in a value.
    interface Running {
        void update(byte[] bytes, int offset, int length);

        byte[] value();
    }

    private final long polynomial;
    private final int width;

    ChecksumAlgorithm(long polynomial, int width) {
        this.polynomial = polynomial;
        this.width = width;
    }

    /// `x-amz-checksum-crc32` …
    public String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /// `ChecksumCRC32` …, as the XML names it.
    public String element() {
        return "Checksum" + name();
    }

    public static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Whether the checksum of a whole can be had from those of its parts.
    public boolean isCrc() {
        return width > 0;
    }

    /// How long a value is before base64.
    public int lengthBytes() {
        return switch (this) {
            case CRC32, CRC32C -> 4;
            case CRC64NVME -> 8;
            case SHA1 -> 20;
            case SHA256 -> 32;
            case SHA512 -> 64;
            case MD5 -> 16;
        };
    }

    /// The checksum of these bytes, in base64.
    public String of(byte[] bytes) {
        Running running = start();
        running.update(bytes, 0, bytes.length);
        return Base64.getEncoder().encodeToString(running.value());
    }

    Running start() {
        return switch (this) {
            case CRC32 -> of(new CRC32(), 4);
            case CRC32C -> of(new CRC32C(), 4);
            case CRC64NVME -> of(new Crc64Nvme(), 8);
            case SHA1 -> of("SHA-1");
            case SHA256 -> of("SHA-256");
            case SHA512 -> of("SHA-512");
            case MD5 -> of("MD5");
        };
    }

    /// The checksum of a followed by b, from both their checksums and the length of b.
    byte[] combined(byte[] a, byte[] b, long lengthOfB) {
        long value = CrcCombination.combine(polynomial, width, toLong(a), toLong(b), lengthOfB);
        return toBytes(value, width / 8);
    }

    private static long toLong(byte[] bytes) {
        long value = 0;
        for (byte each : bytes) {
            value = value << 8 | each & 0xFF;
        }
        return value;
    }

    private static byte[] toBytes(long value, int length) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Arrays.copyOfRange(all, Long.BYTES - length, Long.BYTES);
    }

    private static Running of(Checksum checksum, int length) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int count) {
                checksum.update(bytes, offset, count);
            }

            @Override
            public byte[] value() {
                return toBytes(checksum.getValue(), length);
            }
        };
    }

    private static Running of(String digestName) {
        MessageDigest digest = digest(digestName);
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int count) {
                digest.update(bytes, offset, count);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    /// A digest that every Java has, such as `MD5` or `SHA-256`.
    public static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }
}
