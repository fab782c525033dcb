package io.hydrant.core.delivery;

import static java.util.Objects.requireNonNull;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.delivery.UnsteadyTransform.Answer;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What was sent to one stream, how that was configured, and what has to become of it. A stream
/// that is deleted and created anew has two.
final class Account {
    private static final Pattern VERSION = Pattern.compile("-(\\d+)-\\d{4}-\\d\\d-\\d\\d-");
    private static final DateTimeFormatter KEY_TIME =
            DateTimeFormatter.ofPattern("-yyyy-MM-dd-HH-mm-ss-").withZone(ZoneOffset.UTC);

    /// So many records that were sent at `from`, when the configuration was `version`, and arrived
    /// then or later, but not after `to`.
    private record Batch(
            int records, int version, Instant from, Instant to, boolean isAcknowledged) {
        Batch answered(Instant at, boolean isAcknowledged) {
            return new Batch(records, version, from, at, isAcknowledged);
        }
    }

    private final int number;
    private final DeliveryStream first;
    private final List<Batch> batches = new ArrayList<>();
    private final Map<Integer, DeliveryStream> configurations = new HashMap<>();
    private boolean mayEndEarly;
    private boolean isClockSound = true;
    private Optional<Instant> calmSince = Optional.empty();

    Account(int number, DeliveryStream first) {
        this.number = number;
        this.first = first;
        configured(first);
    }

    DeliveryStream stream() {
        return requireNonNull(configurations.get(configurations.size()));
    }

    void configured(DeliveryStream stream) {
        configurations.put(stream.version(), stream);
    }

    /// The stream was deleted and its buffer discarded.
    void discarded() {
        mayEndEarly = true;
    }

    /// From here on ages cannot be told.
    void clockWasSetBack() {
        isClockSound = false;
    }

    /// From here on nothing is in the way of any object.
    void calm(Instant since) {
        calmSince = Optional.of(since);
    }

    /// How many batches were sent.
    int batchCount() {
        return batches.size();
    }

    /// The records of a batch that is sent now.
    List<byte[]> send(int[] lengths, Instant now) {
        int batch = batches.size();
        batches.add(new Batch(lengths.length, configurations.size(), now, Instant.MAX, false));
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> new NumberedRecord(number, batch, i, lengths[i]).bytes())
                .toList();
    }

    /// That batch was answered.
    void answered(int batch, Instant now, boolean isAcknowledged) {
        batches.set(batch, batches.get(batch).answered(now, isAcknowledged));
    }

    /// Every acknowledged batch is there once, in order; one that was refused is there once, whole,
    /// or not at all; positions have neither gap nor overlap; and each object is as large, as old
    /// and as named as its configuration says. Records that are in no object were transformed, and
    /// what was made of them is there instead. What was discarded may lack objects.
    void check(
            List<StoredObject> objects, List<StoredObject> processed, UnsteadyTransform transform)
            throws IOException {
        NavigableMap<Long, List<Answer>> answers = transform.answers(number);
        Pieces pieces = new Pieces(this, mayEndEarly);
        Walk walk = new Walk(answers, pieces, Optional::of);
        for (StoredObject object : objects) {
            walk.throughAnswers(object.metadata().firstPosition());
            walk.through(object);
        }
        walk.throughAnswers(Long.MAX_VALUE);
        if (!mayEndEarly) {
            walk.end();
        }
        pieces.check(processed);
    }

    /// Every batch that was acknowledged since the stream is backed up is in the backup's objects
    /// once, in order, as it came; so may be some of before. Each object is as large, as old and as
    /// named as the backup's configuration says.
    void checkBackup(List<StoredObject> objects) throws IOException {
        int since = 1;
        while (since <= configurations.size()
                && requireNonNull(configurations.get(since)).forBackup().isEmpty()) {
            since++;
        }
        check(since <= configurations.size() || objects.isEmpty(), "backed up: %s", objects);
        Walk walk = new Walk(new TreeMap<>(), new Pieces(this, mayEndEarly), Account::ofBackup);
        if (!mayEndEarly) {
            walk.begin(objects, since);
        }
        for (StoredObject object : objects) {
            walk.through(object);
        }
        if (!mayEndEarly) {
            walk.end();
        }
    }

    /// None while it was not backed up.
    private static Optional<DeliveryStream> ofBackup(DeliveryStream stream) {
        return stream.forBackup();
    }

    boolean delimits(StoredObject object) {
        return configuration(object).destination() instanceof ExtendedS3Destination s3
                && !s3.processors().isEmpty();
    }

    /// Whether all was well ever since this record was sent.
    boolean isCalmSince(NumberedRecord record) {
        return calmSince.filter(since -> !sent(record).isBefore(since)).isPresent();
    }

    Instant sent(NumberedRecord record) {
        return batches.get(record.batch()).from();
    }

    /// At present.
    Duration interval() {
        return interval(stream());
    }

    @Override
    public String toString() {
        return first.logId();
    }

    /// The records of all objects, one after the other.
    private final class Walk {
        private final NavigableMap<Long, List<Answer>> answers;
        private final Pieces pieces;

        /// The stream as the writer of the objects sees it.
        private final Function<DeliveryStream, Optional<DeliveryStream>> view;

        private long position;
        private int batch;
        private int index;

        Walk(
                NavigableMap<Long, List<Answer>> answers,
                Pieces pieces,
                Function<DeliveryStream, Optional<DeliveryStream>> view) {
            this.answers = answers;
            this.pieces = pieces;
            this.view = view;
        }

        /// Begins with the first object, at the latest with what was sent when the configuration
        /// was `version`.
        void begin(List<StoredObject> objects, int version) throws IOException {
            NumberedRecord first =
                    objects.isEmpty()
                            ? new NumberedRecord(number, batches.size(), 0, 0)
                            : NumberedRecord.read(objects.getFirst().payload(), 0);
            for (; batch < first.batch(); batch++) {
                Batch left = batches.get(batch);
                check(
                        left.version() < version || !left.isAcknowledged(),
                        "batch %d of version %d is not backed up",
                        batch,
                        left.version());
            }
            index = first.index();
            check(
                    index == 0 || batches.get(batch).version() < version,
                    "%s is the first that is backed up",
                    first);
            position = objects.isEmpty() ? 0 : objects.getFirst().metadata().firstPosition();
        }

        private DeliveryStream seen(DeliveryStream stream) {
            return view.apply(stream).orElseThrow();
        }

        /// Records that were transformed, up to the next that was not. What was answered about
        /// records that are in an object nevertheless does not count.
        void throughAnswers(long before) {
            List<Answer> given = answers.get(position);
            while (position < before && given != null) {
                next(given.getFirst().record());
                pieces.expect(given);
                given = answers.get(position);
            }
            if (mayEndEarly && position < before) {
                answers.subMap(position, before).values().forEach(pieces::expect);
            }
        }

        void through(StoredObject object) throws IOException {
            ObjectMetadata metadata = object.metadata();
            byte[] payload = object.payload();
            if (mayEndEarly && metadata.firstPosition() > position) {
                skipTo(metadata, NumberedRecord.read(payload, 0));
            }
            check(metadata.firstPosition() == position, "%s after %d", metadata, position);
            check(
                    metadata.records() == metadata.lastPosition() - metadata.firstPosition() + 1,
                    "%s",
                    metadata);
            DeliveryStream configuration = seen(configuration(object));
            boolean delimits = !SampleStreams.s3(configuration).processors().isEmpty();
            NumberedRecord first = NumberedRecord.read(payload, 0);
            NumberedRecord last = first;
            int offset = 0;
            while (offset < payload.length) {
                last = NumberedRecord.read(payload, offset);
                next(last);
                offset += last.length();
                if (delimits) {
                    check(payload[offset++] == '\n', "%s is not ended", last);
                }
            }
            check(position == metadata.lastPosition() + 1, "%s up to %d", metadata, position);
            long delimiters = delimits ? metadata.records() : 0;
            checkSize(
                    object, batches.get(first.batch()), payload.length - delimiters, last.length());
            checkName(object, batches.get(first.batch()));
            checkAge(object, batches.get(first.batch()), batches.get(last.batch()));
        }

        private void skipTo(ObjectMetadata metadata, NumberedRecord there) {
            check(there.batch() >= batch, "%s before batch %d", there, batch);
            position = metadata.firstPosition();
            batch = there.batch();
            index = there.index();
        }

        private void next(NumberedRecord record) {
            check(record.account() == number, "%s among those of account %d", record, number);
            if (index == 0) {
                skip(record.batch());
            }
            check(
                    record.batch() == batch && record.index() == index,
                    "%s where %d.%d was expected",
                    record,
                    batch,
                    index);
            position++;
            index++;
            if (index == batches.get(batch).records()) {
                batch++;
                index = 0;
            }
        }

        private void skip(int found) {
            check(found < batches.size(), "batch %d was never sent", found);
            while (batch < found) {
                check(!batches.get(batch).isAcknowledged(), "acknowledged batch %d lost", batch);
                batch++;
            }
        }

        void end() {
            check(index == 0, "batch %d ends at %d", batch, index);
            if (batch < batches.size()) {
                skip(batches.size() - 1);
                check(!batches.getLast().isAcknowledged(), "the last batch is lost");
            }
        }

        /// The hint counts records as they came. It holds for all but what has fallen behind.
        private void checkSize(StoredObject object, Batch oldest, long length, int last) {
            ObjectMetadata metadata = object.metadata();
            long hint = first.destination().bufferingHints().sizeBytes();
            boolean isFull = metadata.reason() == CutReason.SIZE;
            check(isFull == length >= hint, "%s has %d bytes", metadata, length);
            long limit = mayBeLate(object, oldest) ? Cutting.RAISED_BYTES : hint;
            check(length - last < limit, "%s has %d bytes, %d in its last", metadata, length, last);
        }

        private boolean mayBeLate(StoredObject object, Batch oldest) {
            Duration interval = shortestInterval(oldest.version(), version(object));
            Instant late = oldest.from().plus(interval).plus(Cutting.LATE);
            return !isClockSound || !object.attempted().isBefore(late);
        }

        private void checkName(StoredObject object, Batch oldest) {
            String key = object.draft().key();
            DeliveryStream stream = seen(configuration(object));
            boolean isGzip = object.draft().contentEncoding().isPresent();
            boolean shouldBeGzip =
                    SampleStreams.s3(stream).compressionFormat() == CompressionFormat.GZIP;
            check(object.draft().bucket().equals(stream.destination().place()), "bucket: %s", key);
            check(isGzip == shouldBeGzip, "format: %s", key);
            check(isNamedAfter(oldest, key), "%s has records from %s on", key, oldest);
        }

        private void checkAge(StoredObject object, Batch oldest, Batch newest) {
            ObjectMetadata metadata = object.metadata();
            if (isClockSound && metadata.reason() == CutReason.AGE) {
                Duration interval = shortestInterval(oldest.version(), version(object));
                check(
                        !object.attempted().isBefore(oldest.from().plus(interval)),
                        "%s is stored too soon",
                        metadata);
            }
            if (calmSince.filter(since -> !oldest.from().isBefore(since)).isPresent()) {
                switch (metadata.reason()) {
                    case AGE -> checkTime(object, oldest.from().plus(interval(seen(stream()))));
                    case SIZE, FLUSH -> checkTime(object, newest.from());
                }
            }
        }

        private Duration shortestInterval(int fromVersion, int toVersion) {
            return IntStream.rangeClosed(fromVersion, toVersion)
                    .mapToObj(version -> requireNonNull(configurations.get(version)))
                    .flatMap(configuration -> view.apply(configuration).stream())
                    .map(Account::interval)
                    .min(Duration::compareTo)
                    .orElseThrow();
        }

        private void checkTime(StoredObject object, Instant due) {
            check(
                    object.stored().equals(due),
                    "%s is of %s rather than %s",
                    object.metadata(),
                    object.stored(),
                    due);
        }
    }

    DeliveryStream configuration(StoredObject object) {
        return requireNonNull(configurations.get(version(object)), object.draft().key());
    }

    private static int version(StoredObject object) {
        Matcher version = VERSION.matcher(object.draft().key());
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    /// The time in a key is when its oldest record arrived.
    private static boolean isNamedAfter(Batch oldest, String key) {
        Instant at = oldest.from();
        while (!at.isAfter(oldest.to()) && !key.contains(KEY_TIME.format(at))) {
            at = at.plusSeconds(1);
        }
        return key.contains(KEY_TIME.format(at.isAfter(oldest.to()) ? oldest.to() : at));
    }

    private static Duration interval(DeliveryStream stream) {
        Duration hint = stream.destination().bufferingHints().interval();
        return hint.compareTo(Cutting.INTERVAL_MIN) < 0 ? Cutting.INTERVAL_MIN : hint;
    }

    private void check(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            throw new AssertionError(first.logId() + ": " + otherwise.formatted(values));
        }
    }
}
