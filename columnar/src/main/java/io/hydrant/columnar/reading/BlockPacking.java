package io.hydrant.columnar.reading;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.lzo.LzoDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.xerial.snappy.Snappy;

/// How blocks of bytes are compressed in both formats. None becomes larger than its caller allows,
/// whatever it says of itself.
enum BlockPacking {
    NONE,
    SNAPPY,
    GZIP,
    /// Deflate without any head, as ORC has it.
    DEFLATE,
    ZSTD,
    LZ4,
    LZO,
    /// Blocks of LZ4 or LZO, each after its plain and its compressed length, as Hadoop has them.
    HADOOP_LZ4,
    HADOOP_LZO;

    /// The plain bytes, at most so many.
    byte[] plain(byte[] packed, int plainMax) throws IOException {
        try {
            return switch (this) {
                case NONE -> packed;
                case SNAPPY -> snappy(packed, plainMax);
                case GZIP -> gunzip(packed, plainMax);
                case DEFLATE -> inflate(packed, plainMax);
                case ZSTD -> zstd(packed, plainMax);
                case LZ4 -> unpack(new Lz4Decompressor(), packed, plainMax);
                case LZO -> unpack(new LzoDecompressor(), packed, plainMax);
                case HADOOP_LZ4 -> hadoop(new Lz4Decompressor(), packed, plainMax);
                case HADOOP_LZO -> hadoop(new LzoDecompressor(), packed, plainMax);
            };
        } catch (IOException | RuntimeException | DataFormatException e) {
            throw new UnreadableFileException(
                    "The file is damaged: what is packed by %s in it does not unpack (%s)."
                            .formatted(this, e.getMessage()),
                    e);
        }
    }

    private static byte[] snappy(byte[] packed, int plainMax) throws IOException {
        if (Snappy.uncompressedLength(packed) > plainMax) {
            throw new IOException("it is too long");
        }
        return Snappy.uncompress(packed);
    }

    private static byte[] zstd(byte[] packed, int plainMax) throws IOException {
        byte[] plain = new byte[plainMax];
        long length = Zstd.decompressByteArray(plain, 0, plainMax, packed, 0, packed.length);
        if (Zstd.isError(length)) {
            throw new IOException(Zstd.getErrorName(length));
        }
        return Arrays.copyOf(plain, (int) length);
    }

    private static byte[] gunzip(byte[] packed, int plainMax) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(plainMax);
        }
    }

    private static byte[] inflate(byte[] packed, int plainMax) throws DataFormatException {
        byte[] plain = new byte[plainMax];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            int length = 0;
            while (length < plainMax && !inflater.finished()) {
                int count = inflater.inflate(plain, length, plainMax - length);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("it ends early");
                }
                length += count;
            }
            return Arrays.copyOf(plain, length);
        }
    }

    private static byte[] unpack(Decompressor by, byte[] packed, int plainMax) {
        byte[] plain = new byte[plainMax];
        int length = by.decompress(packed, 0, packed.length, plain, 0, plainMax);
        return length == plainMax ? plain : Arrays.copyOf(plain, length);
    }

    private static byte[] hadoop(Decompressor by, byte[] packed, int plainMax) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(packed);
        byte[] plain = new byte[plainMax];
        int length = 0;
        while (in.remaining() > Long.BYTES && length < plainMax) {
            int blockEnd = length + in.getInt();
            while (length < blockEnd) {
                int packedBytes = in.getInt();
                if (packedBytes < 0 || packedBytes > in.remaining() || blockEnd > plainMax) {
                    throw new IOException("its blocks are too long");
                }
                length +=
                        by.decompress(
                                packed,
                                in.position(),
                                packedBytes,
                                plain,
                                length,
                                blockEnd - length);
                in.position(in.position() + packedBytes);
            }
        }
        return Arrays.copyOf(plain, length);
    }
}
