package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Transform;
import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaSetting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the processors of a stream together, in AWS's order, whatever the order they are named in.
/// For one thread.
public final class ChainBuilder {
    private boolean isDecompressed;
    private boolean isMessages;
    private Optional<DeAggregation> deAggregation = Optional.empty();
    private Optional<FunctionStep> function = Optional.empty();
    private Optional<KeyExtraction> extraction = Optional.empty();
    private Optional<Partitioner> partitioner = Optional.empty();
    private int partitionsMax;
    private Optional<RecordConversion> conversion = Optional.empty();
    private ChainMeter meter = ChainMeter.NONE;

    /// Records are gzip.
    public ChainBuilder decompressed() {
        isDecompressed = true;
        return this;
    }

    /// Of what CloudWatch Logs sent only the messages count.
    public ChainBuilder messages() {
        isMessages = true;
        return this;
    }

    /// Records hold several, which are taken apart.
    ///
    /// @param delimiter of these; empty when they are JSON objects
    public ChainBuilder deAggregated(Optional<byte[]> delimiter) {
        deAggregation = Optional.of(new DeAggregation(delimiter));
        return this;
    }

    /// A function works on the records.
    public ChainBuilder function(LambdaSetting setting, LambdaProcessor processor) {
        function = Optional.of(new FunctionStep(setting, processor));
        return this;
    }

    /// Partition keys are found in the records.
    public ChainBuilder keyed(KeyQuery query) {
        extraction = Optional.of(new KeyExtraction(query));
        return this;
    }

    /// Records with the same keys are together.
    ///
    /// @param max how many partitions may have open objects at once
    public ChainBuilder partitioned(Partitioner by, int max) {
        partitioner = Optional.of(by);
        partitionsMax = max;
        return this;
    }

    /// Records are converted when they are delivered.
    public ChainBuilder converted(RecordConversion how) {
        conversion = Optional.of(how);
        return this;
    }

    /// Who hears what becomes of records.
    public ChainBuilder heardBy(ChainMeter hearer) {
        meter = hearer;
        return this;
    }

    /// Empty when records need go through nothing.
    public Optional<Transform> build(InstantSource clock) {
        List<ChainStep> before = new ArrayList<>();
        if (isDecompressed) {
            before.add(new Decompression(meter));
        }
        if (isMessages) {
            before.add(new LogMessages());
        }
        deAggregation.ifPresent(before::add);
        List<ChainStep> after = new ArrayList<>();
        extraction.ifPresent(function.isPresent() ? after::add : before::add);
        boolean isNothing =
                before.isEmpty()
                        && function.isEmpty()
                        && after.isEmpty()
                        && partitioner.isEmpty()
                        && conversion.isEmpty();
        return isNothing
                ? Optional.empty()
                : Optional.of(
                        new Chain(
                                before,
                                function,
                                after,
                                partitioner.orElse(Partitioner.NONE),
                                partitionsMax,
                                conversion,
                                meter,
                                clock));
    }
}
