package io.hydrant.columnar;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// The compressions of Parquet: what Firehose writes, and zstd too where it is read. Others are
/// refused by their name.
final class ParquetCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new Compressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new Decompressor(name);
    }

    @Override
    public void release() {}

    private static byte[] bytes(BytesInput input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(input.size()));
        input.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private record Compressor(CompressionCodecName name) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput plain) throws IOException {
            return switch (name) {
                case UNCOMPRESSED -> plain;
                case SNAPPY -> BytesInput.from(Snappy.compress(bytes(plain)));
                case GZIP -> gzip(plain);
                case ZSTD, LZO, BROTLI, LZ4, LZ4_RAW ->
                        throw new IOException("Parquet is not written with " + name);
            };
        }

        private static BytesInput gzip(BytesInput plain) throws IOException {
            ByteArrayOutputStream compressed =
                    new ByteArrayOutputStream((int) (plain.size() / 2) + 64);
            try (OutputStream out = new GZIPOutputStream(compressed)) {
                plain.writeAllTo(out);
            }
            return BytesInput.from(compressed.toByteArray());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {}
    }

    private record Decompressor(CompressionCodecName name) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int plainBytes) throws IOException {
            byte[] bytes = bytes(compressed);
            return BytesInput.from(
                    switch (name) {
                        case UNCOMPRESSED -> bytes;
                        case SNAPPY -> Snappy.uncompress(bytes);
                        case GZIP -> gunzip(bytes, plainBytes);
                        case ZSTD -> zstd(bytes, plainBytes);
                        case LZO, BROTLI, LZ4, LZ4_RAW ->
                                throw new IOException("Parquet with " + name + " is not read");
                    });
        }

        private static byte[] gunzip(byte[] bytes, int plainBytes) throws IOException {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                byte[] plain = in.readNBytes(plainBytes);
                if (plain.length < plainBytes) {
                    throw new EOFException("a page of Parquet ends early");
                }
                return plain;
            }
        }

        private static byte[] zstd(byte[] bytes, int plainBytes) throws IOException {
            byte[] plain = new byte[plainBytes];
            long length = Zstd.decompress(plain, bytes);
            if (Zstd.isError(length) || length != plainBytes) {
                throw new IOException("a page of Parquet is damaged: " + Zstd.getErrorName(length));
            }
            return plain;
        }

        @Override
        public void decompress(
                ByteBuffer compressed, int compressedBytes, ByteBuffer plain, int plainBytes)
                throws IOException {
            byte[] bytes = new byte[compressedBytes];
            compressed.get(bytes);
            plain.put(bytes(decompress(BytesInput.from(bytes), plainBytes)));
        }

        @Override
        public void release() {}
    }
}
