package io.hydrant.core.stream.destination;

import java.util.List;
import java.util.Optional;

/// The writer of converted records: one of the two, with its options. Values of enumerations are
/// named and ordered as AWS prints them.
public record Serializer(Optional<Parquet> parquet, Optional<Orc> orc) {

    public enum ParquetCompression {
        SNAPPY,
        GZIP,
        UNCOMPRESSED
    }

    public enum ParquetVersion {
        V1,
        V2
    }

    public record Parquet(
            Optional<Integer> blockSizeBytes,
            Optional<Integer> pageSizeBytes,
            Optional<ParquetCompression> compression,
            Optional<Boolean> enableDictionaryCompression,
            Optional<Integer> maxPaddingBytes,
            Optional<ParquetVersion> writerVersion) {}

    public enum OrcCompression {
        ZLIB,
        SNAPPY,
        NONE
    }

    public enum OrcVersion {
        V0_11,
        V0_12
    }

    public record Orc(
            Optional<Integer> stripeSizeBytes,
            Optional<Integer> blockSizeBytes,
            Optional<Integer> rowIndexStride,
            Optional<Boolean> enablePadding,
            Optional<Double> paddingTolerance,
            Optional<OrcCompression> compression,
            Optional<List<String>> bloomFilterColumns,
            Optional<Double> bloomFilterFalsePositiveProbability,
            Optional<Double> dictionaryKeyThreshold,
            Optional<OrcVersion> formatVersion) {
        public Orc {
            bloomFilterColumns = bloomFilterColumns.map(List::copyOf);
        }
    }
}
