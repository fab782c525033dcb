package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.OpenNames;
import io.hydrant.core.delivery.body.SpanReader;
import io.hydrant.core.delivery.body.TransformedSpan;
import io.hydrant.core.log.LogCut;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The movement from a stream's log to the log of its processed records: span after span, one at a
/// time. Of each span the other log names where it begins and ends, so that after a crash it goes
/// on behind the last one that is there. Guarded by the lock of its stream's delivery.
final class Transforming {
    private final Progress source;
    private final StreamLog processed;
    private final Backoff backoff;
    private Transformed done;

    /// Partitions that were opened, and how far the log must be taken in for that to be seen.
    private final Map<Partition, LogPoint> opened = new HashMap<>();

    private Optional<TransformStep> underWay = Optional.empty();
    private int failures;
    private Pause pause = Pause.NONE;

    private Transforming(
            Progress source,
            StreamLog processed,
            Transformed done,
            Backoff backoff,
            Optional<Transforming> before) {
        before.ifPresent(known -> {
            failures = known.failures;
            pause = known.pause;
        });
        this.source = source;
        this.processed = processed;
        this.done = done;
        this.backoff = backoff;
    }

    /// Finds how far the log of processed records has come since the source's last checkpoint.
    ///
    /// @param before what was known, if anything: of it only how often it failed is believed, so
    ///   that a transform which breaks is not asked at once each time
    static Transforming resume(
            Progress source, StreamLog processed, Backoff backoff, Optional<Transforming> before)
            throws IOException {
        Transformed done = source.transformed().orElse(Transformed.NOTHING);
        if (processed.end().position() < done.end().position()) {
            throw processed.stopForRecords(
                    "processed records up to position " + done.end().position(),
                    "records up to position " + processed.end().position());
        }
        LogPoint through = source.start();
        try (SpanReader reader = new SpanReader(processed, done.end())) {
            while (reader.next()) {
                TransformedSpan span = reader.span();
                if (!span.source().start().equals(through)) {
                    throw processed.stopForRecords(
                            "a span that begins at " + through, "one of " + span.source());
                }
                through = span.source().end();
                done = done.plus(span, reader.end());
            }
        }
        if (!through.equals(source.start())) {
            source.transformed(through, done);
        }
        return new Transforming(source, processed, done, backoff, before);
    }

    /// What was made so far.
    Transformed done() {
        return done;
    }

    boolean isUnderWay() {
        return underWay.isPresent();
    }

    /// The next span, if it is time for it.
    ///
    /// @param flushThrough what came before this position does not wait
    /// @param further the open objects of what was processed
    Optional<TransformStep> due(
            DeliveryStream stream,
            Transform transform,
            long flushThrough,
            Partitions further,
            Instant now)
            throws IOException {
        if (isUnderWay() || !pause.isOver(now) || !isDue(transform, flushThrough, now)) {
            return Optional.empty();
        }
        writeDownThatThereIsMore(stream);
        LogPoint start = source.start();
        LogCut cut = source.log().cut(start, transform.sizeBytes());
        return Optional.of(
                new TransformStep(
                        source.log(),
                        processed,
                        transform,
                        new LogSpan(start, cut.end()),
                        done,
                        new OpenNames(open(further), transform.partitionsMax())));
    }

    /// The partitions that have open objects, also those whose records were not taken in yet.
    private Set<Partition> open(Partitions further) {
        Set<Partition> open =
                further.open().stream()
                        .map(OpenObject::partition)
                        .filter(partition -> partition.prefix().isPresent())
                        .collect(Collectors.toCollection(HashSet::new));
        opened.values().removeIf(end -> end.position() <= further.through().position());
        open.addAll(opened.keySet());
        return open;
    }

    /// Before the first span: whatever becomes of the stream's configuration, a start has to look
    /// for processed records.
    private void writeDownThatThereIsMore(DeliveryStream stream) throws IOException {
        if (source.checkpoint().transformed().isEmpty()) {
            source.transformed(source.start(), done);
            source.settle(stream);
        }
    }

    /// What is to be transformed next, if anything.
    private Optional<OpenObject> waiting() {
        return source.partitions().open().stream().findFirst();
    }

    private boolean isDue(Transform transform, long flushThrough, Instant now) throws IOException {
        Optional<OpenObject> waiting = waiting();
        if (waiting.isEmpty()) {
            return false;
        }
        OpenObject open = waiting.get();
        Instant since = open.since().orElseThrow();
        return open.payloadBytes() >= transform.sizeBytes()
                || open.start().position() < flushThrough
                || Cutting.isReached(since.plus(transform.interval()), since, now);
    }

    /// When there is something to do, if nothing comes.
    Optional<Instant> nextDue(Transform transform, Instant now) throws IOException {
        Optional<OpenObject> waiting = waiting();
        if (isUnderWay() || waiting.isEmpty()) {
            return Optional.empty();
        }
        return pause.isOver(now)
                ? waiting.get().since().map(since -> since.plus(transform.interval()))
                : Optional.of(pause.until());
    }

    /// Where the source must end for a step to be due before that. After a failure that left
    /// nothing, nothing is to be done when the pause is over, but for what comes next.
    Optional<LogPoint> nextWake(Transform transform, Instant now) {
        boolean pauses = !pause.isOver(now) && waiting().isPresent();
        return isUnderWay() || pauses
                ? Optional.empty()
                : source.partitions().nextWake(transform.sizeBytes());
    }

    void begin(TransformStep step) {
        underWay = Optional.of(step);
    }

    /// What is under way ends soon, as far as it has come.
    void stop() {
        underWay.ifPresent(TransformStep::stop);
    }

    /// A step ended; what it did counts, also when it did not come to its end.
    void ended(TransformStep step) {
        underWay = Optional.empty();
        if (step.through().position() > source.start().position()) {
            done = step.done();
            source.transformed(step.through(), done);
            step.opened().forEach(partition -> opened.put(partition, done.end()));
        }
    }

    void succeeded() {
        failures = 0;
        pause = Pause.NONE;
    }

    void failed(Instant now) {
        failures++;
        pause = Pause.of(now, backoff.after(failures));
    }

    /// It may work now.
    void retryNow() {
        pause = Pause.NONE;
    }
}
