package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processed;
import io.hydrant.core.transform.Processed.Piece;
import io.hydrant.core.transform.Transform;
import io.hydrant.core.transform.chain.RecordConversion.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The processors of a stream, one after the other, and what decides which partition a record
/// belongs to. Records go through one at a time, so that what is made of them is not in memory all
/// at once; only a function gets many together.
///
/// What fails goes to the error output, with the record as it came. Of a record that was taken
/// apart each part fares for itself: it is kept or it fails, never both.
public final class Chain implements Transform {
    /// Of records that no function gets.
    private static final long SIZE_BYTES = 2L * 1024 * 1024;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final String TOO_MANY = "DynamicPartitioning.ActivePartitionsLimitExceeded";

    private final List<ChainStep> before;
    private final Optional<FunctionStep> function;
    private final List<ChainStep> after;
    private final Partitioner partitioner;
    private final int partitionsMax;
    private final Optional<RecordConversion> conversion;
    private final ChainMeter meter;
    private final InstantSource clock;

    /// @param before what comes before the function, and `after` what comes after it
    Chain(
            List<ChainStep> before,
            Optional<FunctionStep> function,
            List<ChainStep> after,
            Partitioner partitioner,
            int partitionsMax,
            Optional<RecordConversion> conversion,
            ChainMeter meter,
            InstantSource clock) {
        this.before = List.copyOf(before);
        this.function = function;
        this.after = List.copyOf(after);
        this.partitioner = partitioner;
        this.partitionsMax = partitionsMax;
        this.conversion = conversion;
        this.meter = meter;
        this.clock = clock;
    }

    @Override
    public long sizeBytes() {
        return function.map(FunctionStep::sizeBytes).orElse(SIZE_BYTES);
    }

    @Override
    public Duration interval() {
        return function.map(FunctionStep::interval).orElse(INTERVAL);
    }

    @Override
    public int partitionsMax() {
        return partitionsMax;
    }

    @Override
    public void apply(List<SourceRecord> records, Outcomes outcomes) throws IOException {
        apply(records, new Taking(outcomes, reading()));
    }

    /// How records are converted just now, if they are.
    private Optional<Reading> reading() throws IOException {
        return conversion.isPresent() ? Optional.of(conversion.get().now()) : Optional.empty();
    }

    /// Who takes what is made, and what it must be.
    private record Taking(Outcomes outcomes, Optional<Reading> reading) {
        void add(Made made) throws IOException {
            outcomes.add(made.outcome());
        }
    }

    private void apply(List<SourceRecord> records, Taking outcomes) throws IOException {
        if (function.isEmpty()) {
            for (SourceRecord record : records) {
                Made made = new Made(outcomes);
                go(before, 0, Item.of(record), made, made::end);
                outcomes.add(made);
            }
        } else {
            applyTogether(records, outcomes, function.get());
        }
    }

    /// Gathers what the function is to get, up to what it takes at once.
    private void applyTogether(List<SourceRecord> records, Taking outcomes, FunctionStep called)
            throws IOException {
        List<Made> waiting = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        List<Made> owners = new ArrayList<>();
        long bytes = 0;
        for (SourceRecord record : records) {
            Made made = new Made(outcomes);
            waiting.add(made);
            int first = items.size();
            go(before, 0, Item.of(record), made, items::add);
            for (Item item : items.subList(first, items.size())) {
                owners.add(made);
                bytes += item.bytes().length;
            }
            if (bytes >= called.sizeBytes()) {
                call(called, items, owners);
                addAll(waiting, outcomes);
                items.clear();
                owners.clear();
                bytes = 0;
            }
        }
        call(called, items, owners);
        addAll(waiting, outcomes);
    }

    private void call(FunctionStep called, List<Item> items, List<Made> owners) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        List<FunctionStep.Answer> answers = called.apply(items);
        for (int i = 0; i < items.size(); i++) {
            Made made = owners.get(i);
            switch (answers.get(i)) {
                case FunctionStep.Answer.Kept kept -> go(after, 0, kept.item(), made, made::end);
                case FunctionStep.Answer.Dropped dropped -> {}
                case FunctionStep.Answer.Failed failed -> made.fail(items.get(i), failed.why());
            }
        }
    }

    private static void addAll(List<Made> waiting, Taking outcomes) throws IOException {
        for (Made made : waiting) {
            outcomes.add(made);
        }
        waiting.clear();
    }

    /// Where an item goes that has gone through all steps.
    private interface Next {
        void take(Item item) throws RecordFailure;
    }

    private static void go(List<ChainStep> steps, int from, Item item, Made made, Next next) {
        try {
            if (from == steps.size()) {
                next.take(item);
                return;
            }
            for (Item each : steps.get(from).apply(item)) {
                go(steps, from + 1, each, made, next);
            }
        } catch (RecordFailure e) {
            made.fail(item, e);
        }
    }

    /// What is made of one source record.
    private final class Made {
        private final Taking outcomes;
        private final List<Piece> kept = new ArrayList<>(1);
        private final List<Piece> failed = new ArrayList<>(0);

        Made(Taking outcomes) {
            this.outcomes = outcomes;
        }

        void end(Item item) throws RecordFailure {
            Partition partition = partitioner.of(item.keys());
            if (outcomes.reading().isPresent()) {
                Reading reading = outcomes.reading().get();
                check(reading, item.bytes());
                partition = partition.convertedBy(reading.plan());
            }
            if (!outcomes.outcomes().opens(partition)) {
                throw new RecordFailure(
                        FailureKind.PROCESSING,
                        TOO_MANY,
                        "The record belongs to a partition beyond the %d that may be active at once."
                                .formatted(partitionsMax));
            }
            kept.add(new Piece(partition, item.bytes()));
        }

        private void check(Reading reading, byte[] bytes) throws RecordFailure {
            try {
                reading.check(bytes);
            } catch (RecordFailure e) {
                meter.unreadable(bytes.length);
                throw e;
            }
            meter.readable(bytes.length);
        }

        void fail(Item item, RecordFailure why) {
            meter.failed(why.code(), why.reason());
            Instant now = clock.instant();
            failed.add(FailureLine.of(item, why, function.map(FunctionStep::arn), now));
        }

        Processed outcome() {
            if (!kept.isEmpty()) {
                return new Processed.Kept(kept, failed);
            }
            return failed.isEmpty() ? new Processed.Dropped() : new Processed.Failed(failed);
        }
    }
}
