package io.hydrant.columnar;

import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// The options of Parquet, each with its value. A dictionary is used unless it is declined, as
/// Parquet itself has it: AWS does not say what an absent `EnableDictionaryCompression` means.
///
/// @param blockBytes the block of a distributed file system that row groups are aligned with
record ParquetOptions(
        int blockBytes,
        int pageBytes,
        CompressionCodecName compression,
        boolean usesDictionary,
        int paddingBytesMax,
        WriterVersion version) {
    private static final int BLOCK_BYTES = 256 << 20;
    private static final int PAGE_BYTES = 1 << 20;

    /// Parquet's own default. With as much padding as a block has every object would be padded to
    /// one.
    private static final int PADDING_BYTES_MAX = 8 << 20;

    static ParquetOptions of(Parquet given) {
        return new ParquetOptions(
                given.blockSizeBytes().orElse(BLOCK_BYTES),
                given.pageSizeBytes().orElse(PAGE_BYTES),
                codec(given.compression().orElse(ParquetCompression.SNAPPY)),
                given.enableDictionaryCompression().orElse(true),
                Math.min(given.maxPaddingBytes().orElse(0), PADDING_BYTES_MAX),
                version(given.writerVersion().orElse(ParquetVersion.V1)));
    }

    /// A row group is a block, or as much as an object can hold.
    int rowGroupBytes() {
        return Math.min(blockBytes, Columnar.GATHERED_BYTES_MAX);
    }

    /// Held to by `SameBytesTest`: what is gathered, half as much again for arrays that grow and
    /// for what is compressed, and for each column a page and its beginnings.
    long heapBytes(TableSchema schema) {
        long gathered = rowGroupBytes();
        return gathered + gathered / 2 + HeapOfColumns.bytes(schema, pageBytes);
    }

    private static CompressionCodecName codec(ParquetCompression compression) {
        return switch (compression) {
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case UNCOMPRESSED -> CompressionCodecName.UNCOMPRESSED;
        };
    }

    private static WriterVersion version(ParquetVersion version) {
        return switch (version) {
            case V1 -> WriterVersion.PARQUET_1_0;
            case V2 -> WriterVersion.PARQUET_2_0;
        };
    }
}
