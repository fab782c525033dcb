package io.hydrant.producer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings the records of one request to the stream, until all of them are acknowledged. Of a batch
/// of which some entries were refused only those are sent again, in their order. Used by several
/// threads, each with a request of its own.
final class BatchSender {
    private final FirehoseWire wire;
    private final String producer;
    private final Patience backoff;
    private final Throttle throttle;
    private final RandomGenerator random;
    private final CountDownLatch stop;
    private final Consumer<Setback> setbacks;

    /// @param stop opens when what is not acknowledged by then shall not be tried again
    BatchSender(
            FirehoseWire wire,
            String producer,
            Patience backoff,
            Throttle throttle,
            RandomGenerator random,
            CountDownLatch stop,
            Consumer<Setback> setbacks) {
        this.wire = wire;
        this.producer = producer;
        this.backoff = backoff;
        this.throttle = throttle;
        this.random = random;
        this.stop = stop;
        this.setbacks = setbacks;
    }

    /// What becomes of a request while it is repeated.
    private static final class Course {
        private final List<Outgoing> records;
        private final @Nullable String[] recordIds;

        /// Indexes of what is still to be taken.
        private List<Integer> open = new ArrayList<>();

        private int retried;
        private int possiblyTwice;
        private boolean repeatsAreHarmless;

        /// Whether an answer was lost, so that what is open may have been taken.
        private boolean uncertain;

        private long failingSinceNanos = System.nanoTime();
        private int attempts;

        Course(List<Outgoing> records) {
            this.records = records;
            this.recordIds = new String[records.size()];
            for (int i = 0; i < records.size(); i++) {
                open.add(i);
            }
        }

        boolean isWhole() {
            return open.size() == records.size();
        }

        List<Outgoing> openRecords() {
            return isWhole() ? records : open.stream().map(records::get).toList();
        }

        Outgoing first() {
            return records.get(open.getFirst());
        }

        /// @return why something is still open
        Optional<StreamAnswer.Refusal> note(StreamAnswer.Taken taken) {
            if (uncertain && !taken.repeatsAreHarmless()) {
                possiblyTwice += open.size();
            }
            uncertain = false;
            repeatsAreHarmless = taken.repeatsAreHarmless();
            List<Integer> refused = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                String recordId = taken.recordIds()[i];
                if (recordId == null) {
                    refused.add(open.get(i));
                } else {
                    recordIds[open.get(i)] = recordId;
                }
            }
            if (refused.size() < open.size()) {
                failingSinceNanos = System.nanoTime();
                attempts = 1;
            }
            open = refused;
            retried += refused.size();
            return taken.failure();
        }

        Acknowledged acknowledged() {
            List<String> ids = new ArrayList<>(recordIds.length);
            Collections.addAll(ids, recordIds);
            return new Acknowledged(records, ids, retried, possiblyTwice, repeatsAreHarmless);
        }
    }

    /// Returns when all are acknowledged; empty when it was stopped before.
    ///
    /// @param single by PutRecord; else by PutRecordBatch
    /// @param sequence the index of the first record in its source
    /// @throws SendingException when the stream refuses them for good, or for too long
    Optional<Acknowledged> send(List<Outgoing> records, boolean single, long sequence)
            throws SendingException, InterruptedException {
        Course course = new Course(records);
        RequestToken token = new RequestToken(producer, sequence);
        throttle.enter();
        try {
            while (true) {
                course.attempts++;
                Optional<Trouble> trouble = attempt(course, single, token);
                if (trouble.isEmpty()) {
                    throttle.taken();
                    return Optional.of(course.acknowledged());
                }
                if (stopped() || awaitStop(pauseBeforeRetry(course, trouble.get()))) {
                    return Optional.empty();
                }
            }
        } finally {
            throttle.leave();
        }
    }

    /// What is refused so is refused again.
    private static final Set<String> LASTING =
            Set.of(
                    "AccessDeniedException",
                    "InvalidArgumentException",
                    "InvalidKMSResourceException",
                    "ResourceNotFoundException",
                    "SerializationException",
                    "ValidationException");

    /// Why an attempt did not bring everything across.
    private record Trouble(
            String code, String reason, boolean passes, @Nullable IOException cause) {
        static Trouble of(StreamAnswer.Refusal refusal) {
            return new Trouble(refusal.code(), refusal.text(), refusal.passes(), null);
        }

        /// Entries are refused one by one for reasons that pass, as far as AWS tells them.
        static Trouble ofEntries(StreamAnswer.Refusal refusal) {
            boolean passes = !LASTING.contains(refusal.code());
            return new Trouble(refusal.code(), refusal.text(), passes, null);
        }

        static Trouble of(IOException lost) {
            String reason = String.valueOf(lost.getMessage());
            return new Trouble("Unreachable", reason, true, lost);
        }
    }

    private Optional<Trouble> attempt(Course course, boolean single, RequestToken token) {
        // What is sent again in part is another request than the one that the token names.
        @Nullable RequestToken ours = course.isWhole() ? token : null;
        try {
            StreamAnswer answer =
                    single
                            ? wire.put(course.first(), ours)
                            : wire.putBatch(course.openRecords(), ours);
            return switch (answer) {
                case StreamAnswer.Refused refused -> Optional.of(Trouble.of(refused.refusal()));
                case StreamAnswer.Taken taken -> course.note(taken).map(Trouble::ofEntries);
            };
        } catch (NotSentException e) {
            return Optional.of(Trouble.of(e));
        } catch (IOException e) {
            course.uncertain = true;
            return Optional.of(Trouble.of(e));
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    /// Waits that long, or until it is stopped.
    private boolean awaitStop(Duration pause) throws InterruptedException {
        return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration pauseBeforeRetry(Course course, Trouble trouble) throws SendingException {
        long failing = System.nanoTime() - course.failingSinceNanos;
        boolean tooLong = failing > backoff.giveUpAfter().toNanos();
        if (!trouble.passes() || tooLong) {
            String reason =
                    trouble.passes()
                            ? trouble.reason()
                                    + " (for "
                                    + TimeUnit.NANOSECONDS.toSeconds(failing)
                                    + " s)"
                            : trouble.reason();
            throw new SendingException(
                    trouble.code(), reason, course.first(), course.open.size(), trouble.cause());
        }
        throttle.toldToSlowDown();
        Duration pause = backoff.pauseAfter(course.attempts, random);
        setbacks.accept(
                new Setback(
                        course.first().place(),
                        course.open.size(),
                        trouble.reason(),
                        course.attempts,
                        pause));
        return pause;
    }
}
