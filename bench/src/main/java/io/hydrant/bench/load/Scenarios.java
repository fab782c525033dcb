package io.hydrant.bench.load;

import io.hydrant.bench.load.Measurement.Cost;
import io.hydrant.bench.load.Measurement.Volume;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The loads that are measured, each on streams of its own.
final class Scenarios implements AutoCloseable {
    private static final int SIZE_MAX = 128;

    /// The smallest size hint that AWS lets partitioned streams have.
    private static final int PARTITIONED_MIN = 64;

    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// Of a stream whose size hint must not be reached.
    private static final long BUFFER_MAX = 120_000_000;

    /// How large a load is. `recordBytes` each; `rate` is in records a second, 0 for as many as are
    /// acknowledged.
    record Shape(
            long records, int batch, int recordBytes, int connections, double rate, long singles) {}

    private final MeasuredServer target;
    private final Shape shape;
    private final Pipeline pipeline;
    private final RequestFactory requests;
    private final String run;
    private int streams;

    Scenarios(MeasuredServer target, Shape shape) {
        this.target = target;
        this.shape = shape;
        this.run = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        this.pipeline = Pipeline.create(target, run);
        this.requests = new RequestFactory(target);
    }

    /// Lets the server compile what it runs often; not measured.
    void warmUp(long records) throws IOException {
        String stream = newStream(1, SHORT);
        long count = records / shape.batch();
        batches(stream, count).run();
        pipeline.awaitDelivered(stream, volume(count).bytes());
    }

    /// PutRecordBatch until all is acknowledged, then until all is in objects.
    Measurement delivered(int sizeInMegabytes) throws IOException {
        String stream = newStream(sizeInMegabytes, SHORT);
        long count = shape.records() / shape.batch();
        Volume volume = volume(count);
        Optional<Usage> before = Usage.of(target);
        Load.Outcome outcome = batches(stream, count).run();
        Optional<Usage> acknowledged = used(before);
        long objects = pipeline.awaitDelivered(stream, volume.bytes());
        Optional<Usage> delivered = used(before);
        return Measurement.of(
                "PutRecordBatch, delivered at %d MB".formatted(sizeInMegabytes),
                outcome,
                volume,
                new Cost(acknowledged, delivered, resident()),
                OptionalLong.of(objects));
    }

    /// PutRecordBatch into streams that hold it all, one after the other: nothing is delivered
    /// meanwhile.
    Measurement acknowledged() throws IOException {
        long perStream = Math.min(shape.records() / shape.batch(), BUFFER_MAX / volume(1).bytes());
        long rounds = Math.max(1, shape.records() / shape.batch() / perStream);
        Volume volume = volume(perStream * rounds);
        List<String> names = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            names.add(newStream(SIZE_MAX, LONGEST));
        }
        Optional<Usage> before = Usage.of(target);
        Optional<Load.Outcome> sum = Optional.empty();
        for (String name : names) {
            Load.Outcome outcome = batches(name, perStream).run();
            sum = Optional.of(sum.map(soFar -> soFar.plus(outcome)).orElse(outcome));
        }
        return Measurement.of(
                "PutRecordBatch, acknowledged",
                sum.orElseThrow(),
                volume,
                new Cost(used(before), Optional.empty(), resident()),
                OptionalLong.empty());
    }

    /// PutRecordBatch of documents into a stream that has something done to them, until all is in
    /// objects. A part of the load goes before and is not measured, so that what is done to them is
    /// compiled.
    Measurement processed(ProcessedRecords kind) throws IOException {
        long count = shape.records() / shape.batch();
        processed(kind, Math.max(1, count / 4));
        Optional<Usage> before = Usage.of(target);
        long begun = System.nanoTime();
        Processed done = processed(kind, count);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        Optional<Usage> used = used(before);
        return Measurement.of(
                "PutRecordBatch, delivered through %s in %.1f s"
                        .formatted(kind.title(), elapsed.toMillis() / 1000.0),
                done.outcome(),
                volume(count),
                new Cost(used, used, resident()),
                OptionalLong.of(done.objects()));
    }

    private record Processed(Load.Outcome outcome, long objects) {}

    private Processed processed(ProcessedRecords kind, long count) throws IOException {
        String stream = run + "-" + streams++;
        pipeline.createStream(stream, PARTITIONED_MIN, SHORT, kind);
        Load load =
                new Load(
                        target.address(),
                        () -> requests.batches(stream, shape.batch(), shape.recordBytes(), kind),
                        shape.connections(),
                        count,
                        shape.rate() / shape.batch(),
                        true);
        Load.Outcome outcome = load.run();
        long bytes = count * shape.batch() * kind.deliveredBytes(shape.recordBytes());
        return new Processed(outcome, pipeline.awaitDelivered(stream, bytes));
    }

    /// PutRecord on 64 connections.
    ///
    /// @param perSecond 0 for as fast as they are answered
    Measurement singles(double perSecond) throws IOException {
        String stream = newStream(SIZE_MAX, LONGEST);
        Volume volume = new Volume(shape.singles(), shape.singles() * shape.recordBytes());
        Load load =
                new Load(
                        target.address(),
                        () -> requests.singles(stream, shape.recordBytes()),
                        64,
                        shape.singles(),
                        perSecond,
                        false);
        Optional<Usage> before = Usage.of(target);
        Load.Outcome outcome = load.run();
        String name =
                perSecond > 0
                        ? "PutRecord, 64 connections, %,.0f/s asked".formatted(perSecond)
                        : "PutRecord, 64 connections";
        return Measurement.of(
                name,
                outcome,
                volume,
                new Cost(used(before), Optional.empty(), resident()),
                OptionalLong.empty());
    }

    private Load batches(String stream, long count) {
        return new Load(
                target.address(),
                () -> requests.batches(stream, shape.batch(), shape.recordBytes()),
                shape.connections(),
                count,
                shape.rate() / shape.batch(),
                true);
    }

    private Volume volume(long batches) {
        long records = batches * shape.batch();
        return new Volume(records, records * shape.recordBytes());
    }

    private String newStream(int sizeInMegabytes, Duration interval) throws IOException {
        String name = run + "-" + streams++;
        pipeline.createStream(name, sizeInMegabytes, interval);
        return name;
    }

    private Optional<Usage> used(Optional<Usage> before) throws IOException {
        Optional<Usage> now = Usage.of(target);
        return before.flatMap(then -> now.map(usage -> usage.since(then)));
    }

    private long resident() throws IOException {
        return target.process().isPresent() ? target.process().get().residentPeakBytes() : 0;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
