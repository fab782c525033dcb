package io.hydrant.core.delivery;

import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Processing.Stage;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import io.hydrant.core.transform.Transform;
import io.hydrant.core.transform.chain.ChainBuilder;
import io.hydrant.core.transform.chain.JqQuery;
import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaProcessor;
import io.hydrant.core.transform.lambda.LambdaProcessor.Pauses;
import io.hydrant.core.transform.lambda.LambdaSetting;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The processors and the partitioning of each stream, as its destination is configured. Safe for
/// use from many threads.
public final class StreamTransforms implements Transforms {
    /// AWS's quota, unless one asks for more.
    private static final int PARTITIONS_MAX = 500;

    private final Functions functions;
    private final StreamTables tables;
    private final Pauses pauses;
    private final Meters meters;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param pauses before a function is asked again that did not answer
    public StreamTransforms(
            Functions functions,
            StreamTables tables,
            Pauses pauses,
            Meters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.meters = meters;
        this.tables = tables;
        this.functions = functions;
        this.pauses = pauses;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<Transform> of(DeliveryStream stream) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 -> of(stream, s3);
        };
    }

    private Optional<Transform> of(DeliveryStream stream, ExtendedS3Destination s3) {
        ChainBuilder chain = new ChainBuilder().heardBy(new ProcessingNews(stream, meters, clock));
        s3.processor(ProcessorType.DECOMPRESSION).ifPresent(_ -> chain.decompressed());
        s3.processor(ProcessorType.CLOUD_WATCH_LOG_PROCESSING)
                .flatMap(stage -> stage.value(ProcessorParameter.DATA_MESSAGE_EXTRACTION))
                .filter(wanted -> wanted.equalsIgnoreCase("true"))
                .ifPresent(_ -> chain.messages());
        s3.processor(ProcessorType.RECORD_DE_AGGREGATION)
                .ifPresent(stage -> chain.deAggregated(delimiter(stage)));
        s3.processor(ProcessorType.LAMBDA)
                .ifPresent(stage -> addFunction(chain, stage, stream, s3.roleArn()));
        s3.processor(ProcessorType.METADATA_EXTRACTION)
                .flatMap(stage -> stage.value(ProcessorParameter.METADATA_EXTRACTION_QUERY))
                .ifPresent(query -> chain.keyed(JqQuery.compile(query)));
        if (s3.isPartitioned()) {
            chain.partitioned(PrefixPartitioner.of(stream.name(), s3), PARTITIONS_MAX);
        }
        s3.activeConversion()
                .ifPresent(conversion ->
                        chain.converted(new StreamConversion(tables, conversion, stream, clock)));
        return chain.build(clock);
    }

    private void addFunction(
            ChainBuilder chain, Stage stage, DeliveryStream stream, String destinationRole) {
        LambdaSetting setting = LambdaSetting.of(stage.byName());
        String streamArn = stream.arn().toString();
        chain.function(
                setting,
                new LambdaProcessor(
                        functions, setting, destinationRole, streamArn, clock, random, pauses));
    }

    /// Of the records in a record, unless they are JSON.
    private static Optional<byte[]> delimiter(Stage deAggregation) {
        return deAggregation
                .value(ProcessorParameter.SUB_RECORD_TYPE)
                .filter(type -> type.equals("DELIMITED"))
                .flatMap(_ -> deAggregation.value(ProcessorParameter.DELIMITER))
                .map(Base64.getDecoder()::decode);
    }
}
