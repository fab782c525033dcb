package io.hydrant.server.cluster;

import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.ProcessingFailure;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the node that delivers a stream knows of it. Times in it are absolute: how old something is
/// is counted by whoever shows it.
///
/// @param lastFailure of processing, since that node's start
public record StreamReport(StreamStatus status, Optional<ProcessingFailure> lastFailure) {
    /// Other versions of a node may write more, or less.
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    /// Of this node's own.
    public static StreamReport of(DeliveryStream stream, StreamStatus status, Meters meters) {
        return new StreamReport(
                status,
                meters.find(stream.logId())
                        .flatMap(StreamMeter::lastProcessingFailure)
                        .map(failure ->
                                new ProcessingFailure(
                                        failure.at(), failure.code(), failure.line())));
    }

    /// Together with that of another shard.
    StreamReport and(StreamReport other) {
        return new StreamReport(
                status.and(other.status),
                Stream.concat(lastFailure.stream(), other.lastFailure.stream())
                        .max(Comparator.comparing(ProcessingFailure::at)));
    }

    StreamReport withoutFigures() {
        return new StreamReport(status.withoutFigures(), lastFailure);
    }

    String document() {
        return JSON.writeValueAsString(this);
    }

    /// Empty when it is none that this version understands.
    static Optional<StreamReport> of(String document) {
        try {
            return Optional.of(JSON.readValue(document, StreamReport.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// Whether it says anything of a log that its node has not taken up.
    boolean tellsTrouble() {
        return status.stopped().isPresent()
                || status.refusal().isPresent()
                || status.failures() > 0;
    }

    /// Whether the stream delivers or takes nothing, or its backup does not go well.
    public boolean isTroubled() {
        return tellsTrouble() || status.backup().map(backup -> backup.failures() > 0).orElse(false);
    }

    public long backlogBytes() {
        return status.figures().map(StreamStatus.Figures::backlogBytes).orElse(0L);
    }

    public long backlogRecords() {
        return status.figures().map(StreamStatus.Figures::backlogRecords).orElse(0L);
    }
}
