package io.hydrant.bench.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/// One line of the report. What could not be measured, for want of the server's process, is empty.
///
/// `cpu…` are the server's CPU seconds per million records: until all was acknowledged, and until
/// all was in objects. `diskBytes…` is what it wrote to disk for each byte of payload until all was
/// acknowledged.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Measurement(
        String name,
        double recordsPerSecond,
        double megabytesPerSecond,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        OptionalDouble cpuAcknowledged,
        OptionalDouble cpuDelivered,
        OptionalDouble diskBytesPerByte,
        OptionalLong residentMegabytes,
        OptionalLong objects,
        long turnedAway) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLION = 1e6;

    /// How much was sent.
    record Volume(long records, long bytes) {}

    /// What the server used until all was acknowledged, and until all was delivered.
    record Cost(Optional<Usage> acknowledged, Optional<Usage> delivered, long residentBytes) {}

    static Measurement of(
            String name, Load.Outcome outcome, Volume volume, Cost cost, OptionalLong objects) {
        double seconds = outcome.elapsed().toNanos() / 1e9;
        Histogram latencies = outcome.latencies();
        OptionalDouble diskBytesPerByte =
                cost.acknowledged().isPresent()
                        ? OptionalDouble.of(
                                (double) cost.acknowledged().get().writtenBytes() / volume.bytes())
                        : OptionalDouble.empty();
        return new Measurement(
                name,
                volume.records() / seconds,
                volume.bytes() / seconds / MILLION,
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                perMillion(cost.acknowledged(), volume),
                perMillion(cost.delivered(), volume),
                diskBytesPerByte,
                cost.acknowledged().isPresent()
                        ? OptionalLong.of(Math.round(cost.residentBytes() / MILLION))
                        : OptionalLong.empty(),
                objects,
                outcome.turnedAway());
    }

    private static OptionalDouble perMillion(Optional<Usage> usage, Volume volume) {
        return usage.map(used -> OptionalDouble.of(used.cpuSeconds() / volume.records() * MILLION))
                .orElse(OptionalDouble.empty());
    }

    static final String TABLE_HEAD =
            """
            | load | records/s | MB/s | p50 ms | p99 ms | p99.9 ms | server CPU s/M, acknowledged | … delivered | disk bytes/byte | RSS MB | objects | told to wait |
            | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\
            """;

    String tableRow() {
        return "| %s | %,.0f | %.1f | %.2f | %.2f | %.2f | %s | %s | %s | %s | %s | %d |"
                .formatted(
                        name,
                        recordsPerSecond,
                        megabytesPerSecond,
                        p50Millis,
                        p99Millis,
                        p999Millis,
                        text(cpuAcknowledged),
                        text(cpuDelivered),
                        text(diskBytesPerByte),
                        text(residentMegabytes),
                        text(objects),
                        turnedAway);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }
}
