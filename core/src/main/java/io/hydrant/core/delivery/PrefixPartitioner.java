package io.hydrant.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.aws.UnicodeText;
import io.hydrant.core.stream.KeyBytes;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.KeySource;
import io.hydrant.core.stream.PrefixExpression.Kind;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.chain.FailureKind;
import io.hydrant.core.transform.chain.PartitionKeys;
import io.hydrant.core.transform.chain.Partitioner;
import io.hydrant.core.transform.chain.RecordFailure;
import java.util.Map;

/// Partitions by what the prefix of objects becomes with the keys of a record, as AWS does: an
/// active partition is an evaluated prefix. Safe for use from many threads.
///
/// @param room how many bytes the values of the keys may have, so that S3 takes the object's key
record PrefixPartitioner(PrefixExpression prefix, int room) implements Partitioner {
    private static final String FAILED = "DynamicPartitioning.MetadataExtractionFailed";

    static PrefixPartitioner of(String streamName, ExtendedS3Destination s3) {
        PrefixExpression prefix = PrefixExpression.parse(s3.prefix().orElse(""), Kind.PREFIX);
        int others =
                KeyBytes.of(prefix, streamName, s3.longestExtension().length())
                        .longest(prefix, "", s3.zone());
        return new PrefixPartitioner(prefix, KeyBytes.MAX - others);
    }

    @Override
    public Partition of(PartitionKeys keys) throws RecordFailure {
        Values values = new Values(keys);
        String keyed = prefix.withKeys(values::of);
        if (values.bytes > room) {
            throw failure(
                    "The partition keys have %d bytes; with this Prefix S3 takes %d at most"
                            .formatted(values.bytes, room));
        }
        return Partition.keyed(keyed);
    }

    private static RecordFailure failure(String reason) {
        return new RecordFailure(FailureKind.PROCESSING, FAILED, reason);
    }

    /// The values of the keys of one record.
    private static final class Values {
        private final PartitionKeys keys;
        private int bytes;

        Values(PartitionKeys keys) {
            this.keys = keys;
        }

        String of(KeySource source, String key) throws RecordFailure {
            Map<String, String> values =
                    switch (source) {
                        case QUERY -> keys.fromQuery();
                        case LAMBDA -> keys.fromFunction();
                    };
            String value = values.get(key);
            if (value == null || value.isEmpty()) {
                throw failure("partitionKeys values must not be null or empty");
            }
            bytes += value.getBytes(UTF_8).length;
            if (!UnicodeText.isWhole(value)) {
                throw failure("The partition key %s has half of a surrogate pair".formatted(key));
            }
            return value;
        }
    }
}
