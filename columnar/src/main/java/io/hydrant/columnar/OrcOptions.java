package io.hydrant.columnar;

import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import java.util.List;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile.Version;

/// The options of ORC, each with its value. The threshold of dictionaries is Hive's where none is
/// given: AWS does not state its default.
record OrcOptions(
        long stripeBytes,
        long blockBytes,
        int rowIndexStride,
        boolean pads,
        double paddingTolerance,
        CompressionKind compression,
        List<String> bloomFilterColumns,
        double bloomFilterFpp,
        double dictionaryKeyThreshold,
        Version version) {
    private static final int STRIPE_BYTES = 64 << 20;
    private static final int BLOCK_BYTES = 256 << 20;
    private static final int ROW_INDEX_STRIDE = 10_000;

    /// A Bloom filter is made for a stride of rows, in memory.
    private static final int ROW_INDEX_STRIDE_MAX = 100_000;

    private static final double PADDING_TOLERANCE = 0.05;
    private static final double BLOOM_FILTER_FPP = 0.05;

    /// No filter is never wrong, and one that always is would be none: AWS's model lets 0 and 1
    /// pass.
    private static final double BLOOM_FILTER_FPP_MIN = 0.0001;

    private static final double DICTIONARY_KEY_THRESHOLD = 0.8;

    /// What one stream of a column compresses at once.
    private static final int CHUNK_BYTES = 256 << 10;

    static OrcOptions of(Orc given) {
        return new OrcOptions(
                Math.min(given.stripeSizeBytes().orElse(STRIPE_BYTES), Columnar.GATHERED_BYTES_MAX),
                given.blockSizeBytes().orElse(BLOCK_BYTES),
                Math.min(given.rowIndexStride().orElse(ROW_INDEX_STRIDE), ROW_INDEX_STRIDE_MAX),
                given.enablePadding().orElse(false),
                given.paddingTolerance().orElse(PADDING_TOLERANCE),
                codec(given.compression().orElse(OrcCompression.SNAPPY)),
                given.bloomFilterColumns().orElse(List.of()),
                Math.clamp(
                        given.bloomFilterFalsePositiveProbability().orElse(BLOOM_FILTER_FPP),
                        BLOOM_FILTER_FPP_MIN,
                        1 - BLOOM_FILTER_FPP_MIN),
                given.dictionaryKeyThreshold().orElse(DICTIONARY_KEY_THRESHOLD),
                version(given.formatVersion().orElse(OrcVersion.V0_12)));
    }

    /// Held to by `SameBytesTest`: the stripe, half as much again for arrays that grow and for what
    /// is compressed, and for each column a few streams.
    long heapBytes(TableSchema schema) {
        return stripeBytes + stripeBytes / 2 + HeapOfColumns.bytes(schema, 4 * CHUNK_BYTES);
    }

    private static CompressionKind codec(OrcCompression compression) {
        return switch (compression) {
            case ZLIB -> CompressionKind.ZLIB;
            case SNAPPY -> CompressionKind.SNAPPY;
            case NONE -> CompressionKind.NONE;
        };
    }

    private static Version version(OrcVersion version) {
        return switch (version) {
            case V0_11 -> Version.V_0_11;
            case V0_12 -> Version.V_0_12;
        };
    }
}
