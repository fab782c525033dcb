package io.hydrant.core.meter;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The figures of one stream since the start of the server. Those who count find it once for each
/// request or object; nothing is allocated for a record. Safe for use from many threads.
public final class StreamMeter {
    private static final Figure[] FIGURES = Figure.values();

    private final String name;

    /// Of what is counted.
    private final Map<Figure, Counter> counts = new EnumMap<>(Figure.class);

    /// Of what is measured; made when the first value comes.
    private final Map<Figure, AtomicReference<Measure>> measures = new EnumMap<>(Figure.class);

    private final Tally refusals = new Tally();
    private final Tally putFailures = new Tally();
    private final Tally backupFailures = new Tally();
    private final Tally processingFailures = new Tally();
    private volatile @Nullable ProcessingFailure lastProcessingFailure;
    private volatile @Nullable String errorLogTrouble;

    /// A number that grows.
    private static final class Counter {
        private final LongAdder value = new LongAdder();

        /// What was taken away of it, guarded by the meter.
        private long taken;
    }

    StreamMeter(String name) {
        this.name = name;
        for (Figure figure : FIGURES) {
            switch (figure.kind()) {
                case COUNT -> counts.put(figure, new Counter());
                case MEASURE, LATENCY -> measures.put(figure, new AtomicReference<>());
            }
        }
    }

    /// The stream's.
    public String name() {
        return name;
    }

    /// Counts one more.
    public void count(Figure figure) {
        counter(figure).value.increment();
    }

    public void count(Figure figure, long more) {
        counter(figure).value.add(more);
    }

    private Counter counter(Figure figure) {
        return requireNonNull(counts.get(figure));
    }

    /// Takes in a value of what is measured.
    public void measure(Figure figure, long value) {
        measureOf(figure).add(value);
    }

    private Measure measureOf(Figure figure) {
        AtomicReference<Measure> place = requireNonNull(measures.get(figure));
        Measure known = place.get();
        if (known != null) {
            return known;
        }
        Measure fresh =
                figure.kind() == Figure.Kind.LATENCY ? Measure.ofLatency() : Measure.plain();
        return place.compareAndSet(null, fresh) ? fresh : requireNonNull(place.get());
    }

    /// What was counted so far.
    public long counted(Figure figure) {
        return counter(figure).value.sum();
    }

    /// What was measured so far, if anything was.
    public Optional<Measure> measured(Figure figure) {
        return Optional.ofNullable(requireNonNull(measures.get(figure)).get());
    }

    /// Requests that were refused, by AWS's error codes.
    public Tally refusals() {
        return refusals;
    }

    /// Puts that failed, by their error codes.
    public Tally putFailures() {
        return putFailures;
    }

    /// Those of the backup.
    public Tally backupFailures() {
        return backupFailures;
    }

    /// Records and parts of records that failed in processing, by their error codes. What is
    /// processed again after a failure of another kind counts again.
    public Tally processingFailures() {
        return processingFailures;
    }

    /// Counts a failure, which is the last one until there is another.
    public void processingFailed(ProcessingFailure failure) {
        processingFailures.add(failure.code());
        lastProcessingFailure = failure;
    }

    /// The last failure of processing since the start of the server.
    public Optional<ProcessingFailure> lastProcessingFailure() {
        return Optional.ofNullable(lastProcessingFailure);
    }

    /// Keeps why the stream's errors could not be written down, or that they could.
    public void errorLogTrouble(Optional<String> reason) {
        errorLogTrouble = reason.orElse(null);
    }

    /// The reason why the last error could not be written down.
    public Optional<String> errorLogTrouble() {
        return Optional.ofNullable(errorLogTrouble);
    }

    /// What came since it was taken away last; without figures of which nothing came.
    public synchronized Map<Figure, Summary> seen() {
        Map<Figure, Summary> all = new EnumMap<>(Figure.class);
        for (Figure figure : FIGURES) {
            seen(figure).ifPresent(summary -> all.put(figure, summary));
        }
        return all;
    }

    private Optional<Summary> seen(Figure figure) {
        return switch (figure.kind()) {
            case COUNT ->
                    Optional.of(counted(figure) - counter(figure).taken)
                            .filter(more -> more > 0)
                            .map(Summary::of);
            case MEASURE, LATENCY -> measured(figure).flatMap(Measure::seen);
        };
    }

    /// The same, and takes it away.
    public synchronized Map<Figure, Summary> taken() {
        Map<Figure, Summary> all = new EnumMap<>(Figure.class);
        for (Figure figure : FIGURES) {
            taken(figure).ifPresent(summary -> all.put(figure, summary));
        }
        return all;
    }

    private Optional<Summary> taken(Figure figure) {
        return switch (figure.kind()) {
            case COUNT -> {
                long now = counted(figure);
                long more = now - counter(figure).taken;
                counter(figure).taken = now;
                yield more > 0 ? Optional.of(Summary.of(more)) : Optional.empty();
            }
            case MEASURE, LATENCY -> measured(figure).flatMap(Measure::taken);
        };
    }

    /// With all that another has counted.
    public void add(StreamMeter other) {
        for (Figure figure : FIGURES) {
            switch (figure.kind()) {
                case COUNT -> count(figure, other.counted(figure));
                case MEASURE, LATENCY ->
                        other.measured(figure).ifPresent(known -> measureOf(figure).addAll(known));
            }
        }
        refusals.addAll(other.refusals);
        putFailures.addAll(other.putFailures);
        backupFailures.addAll(other.backupFailures);
        processingFailures.addAll(other.processingFailures);
    }
}
