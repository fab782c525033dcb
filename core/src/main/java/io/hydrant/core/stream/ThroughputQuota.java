package io.hydrant.core.stream;

import java.util.OptionalInt;
import java.util.Set;

/// What a stream takes in a second, by PutRecord and PutRecordBatch together.
record ThroughputQuota(double bytes, double requests, double records) {
    private static final int MEBIBYTE = 1 << 20;

    /// Where AWS grants more than elsewhere.
    private static final Set<String> LARGE_REGIONS = Set.of("us-east-1", "us-west-2", "eu-west-1");

    private static final ThroughputQuota LARGE = new ThroughputQuota(5 * MEBIBYTE, 2_000, 500_000);
    private static final ThroughputQuota USUAL = new ThroughputQuota(1 * MEBIBYTE, 1_000, 100_000);

    /// AWS's own, as its developer guide has it ("Amazon Data Firehose quota"). A hint of more
    /// bytes raises all three alike, as AWS raises them on demand.
    static ThroughputQuota ofAws(String region, Source source) {
        ThroughputQuota base = LARGE_REGIONS.contains(region) ? LARGE : USUAL;
        OptionalInt hint =
                switch (source) {
                    case Source.DirectPut directPut -> directPut.throughputHintMebibytes();
                };
        double factor = Math.max(1, hint.orElse(0) * (double) MEBIBYTE / base.bytes());
        return new ThroughputQuota(
                base.bytes() * factor, base.requests() * factor, base.records() * factor);
    }
}
