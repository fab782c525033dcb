package io.hydrant.columnar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// The compressions of Parquet that Firehose writes. Others are refused by their name.
final class ParquetCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new Compressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("an object that is written is not read");
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
}
