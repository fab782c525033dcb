package io.hydrant.core.delivery;

import static java.util.Objects.requireNonNull;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.delivery.UnsteadyTransform.Answer;
import io.hydrant.core.delivery.UnsteadyTransform.NumberedPiece;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What was made of the records of one stream, and what has to become of it: of every record what
/// the transform answered once, each piece once, in its partition, in order.
final class Pieces {
    private final Account account;
    private final boolean mayEndEarly;

    /// The answers that there are about each record, in the order of the records.
    private final List<List<Answer>> given = new ArrayList<>();

    /// Of the answers that count, what is to be there, by partition.
    private final Map<String, List<NumberedPiece>> expected = new TreeMap<>();

    private final Map<NumberedPiece, Answer> answers = new HashMap<>();

    /// @param mayEndEarly whether some may be missing
    Pieces(Account account, boolean mayEndEarly) {
        this.account = account;
        this.mayEndEarly = mayEndEarly;
    }

    /// One of these answers about the next record counts.
    void expect(List<Answer> candidates) {
        given.add(candidates);
    }

    void check(List<StoredObject> objects) throws IOException {
        Map<String, List<NumberedPiece>> found = new TreeMap<>();
        Map<NumberedRecord, List<NumberedPiece>> byRecord = new HashMap<>();
        Map<StoredObject, List<NumberedPiece>> byObject = new LinkedHashMap<>();
        for (StoredObject object : objects) {
            List<NumberedPiece> pieces = pieces(object);
            byObject.put(object, pieces);
            found.computeIfAbsent(object.metadata().partition(), name -> new ArrayList<>())
                    .addAll(pieces);
            for (NumberedPiece piece : pieces) {
                byRecord.computeIfAbsent(piece.record(), record -> new ArrayList<>()).add(piece);
            }
        }
        given.forEach(candidates -> choose(candidates, byRecord));
        if (mayEndEarly) {
            found.forEach(this::checkPart);
        } else {
            for (String partition : expected.keySet()) {
                checkAll(partition, found.getOrDefault(partition, List.of()));
            }
            check(expected.keySet().containsAll(found.keySet()), "of partitions %s", found);
        }
        byObject.forEach(this::checkObject);
    }

    /// The answer that was delivered counts.
    private void choose(List<Answer> candidates, Map<NumberedRecord, List<NumberedPiece>> found) {
        NumberedRecord record = candidates.getFirst().record();
        List<NumberedPiece> there = found.getOrDefault(record, List.of());
        Set<NumberedPiece> different = new HashSet<>(there);
        check(different.size() == there.size(), "%s is there twice: %s", record, there);
        Answer chosen =
                candidates.stream()
                        .filter(answer -> isDelivered(answer, different))
                        .findFirst()
                        .orElseThrow(() ->
                                new AssertionError(
                                        "%s: of %s there are %s, which nobody answered: %s"
                                                .formatted(account, record, there, candidates)));
        for (NumberedPiece piece : chosen.pieces()) {
            expected.computeIfAbsent(piece.partition(), partition -> new ArrayList<>()).add(piece);
            answers.put(piece, chosen);
        }
    }

    private boolean isDelivered(Answer answer, Set<NumberedPiece> there) {
        Set<NumberedPiece> pieces = Set.copyOf(answer.pieces());
        return mayEndEarly ? pieces.containsAll(there) : pieces.equals(there);
    }

    private void checkAll(String partition, List<NumberedPiece> found) {
        List<NumberedPiece> wanted = requireNonNull(expected.get(partition));
        int common = 0;
        while (common < Math.min(wanted.size(), found.size())
                && wanted.get(common).equals(found.get(common))) {
            common++;
        }
        check(
                common == wanted.size() && common == found.size(),
                "'%s': of %d pieces there are %d, which differ at %d: %s",
                partition,
                wanted.size(),
                found.size(),
                common,
                found.subList(common, Math.min(found.size(), common + 2)));
    }

    private void checkPart(String partition, List<NumberedPiece> found) {
        List<NumberedPiece> wanted = expected.getOrDefault(partition, List.of());
        int at = 0;
        for (NumberedPiece piece : found) {
            while (at < wanted.size() && !wanted.get(at).equals(piece)) {
                at++;
            }
            check(at < wanted.size(), "'%s': %s, in this order", partition, piece);
            at++;
        }
    }

    private List<NumberedPiece> pieces(StoredObject object) throws IOException {
        String partition = object.metadata().partition();
        boolean delimits = !partition.startsWith("!") && account.delimits(object);
        byte[] payload = object.payload();
        List<NumberedPiece> pieces = new ArrayList<>();
        int offset = 0;
        while (offset < payload.length) {
            NumberedPiece piece = NumberedPiece.read(partition, payload, offset);
            pieces.add(piece);
            offset += piece.length();
            if (delimits) {
                check(payload[offset++] == '\n', "%s is not ended", piece);
            }
        }
        return pieces;
    }

    private void checkObject(StoredObject object, List<NumberedPiece> pieces) {
        ObjectMetadata metadata = object.metadata();
        check(metadata.records() == pieces.size(), "%s has %d pieces", metadata, pieces.size());
        long length = pieces.stream().mapToLong(NumberedPiece::length).sum();
        DeliveryStream stream = account.configuration(object);
        long hint = stream.destination().bufferingHints().sizeBytes();
        boolean isFull = metadata.reason() == CutReason.SIZE;
        check(isFull == length >= hint, "%s has %d bytes", metadata, length);
        check(length - pieces.getLast().length() < hint, "%s has %d bytes", metadata, length);
        String key = object.draft().key();
        check(
                key.matches("(errors|processing-failed)/.*")
                        == metadata.partition().startsWith("!"),
                "%s is of '%s'",
                key,
                metadata.partition());
        checkTime(object, pieces);
    }

    /// Its size is reached by what was answered last, its age counts from what was answered first.
    private void checkTime(StoredObject object, List<NumberedPiece> pieces) {
        Optional<Answer> oldest = Optional.ofNullable(answers.get(pieces.getFirst()));
        Optional<Answer> newest = Optional.ofNullable(answers.get(pieces.getLast()));
        if (oldest.isEmpty() || newest.isEmpty() || !account.isCalmSince(oldest.get().record())) {
            return;
        }
        Instant due =
                switch (object.metadata().reason()) {
                    case AGE -> oldest.get().at().plus(account.interval());
                    case SIZE, FLUSH -> newest.get().at();
                };
        check(
                object.stored().equals(due),
                "%s of %s, not %s",
                object.metadata(),
                object.stored(),
                due);
        Instant promised = account.sent(oldest.get().record()).plus(UnsteadyTransform.INTERVAL);
        check(
                !oldest.get().at().isAfter(promised),
                "%s was answered at %s, after %s",
                oldest.get().record(),
                oldest.get().at(),
                promised);
    }

    private void check(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            throw new AssertionError(account + ": " + otherwise.formatted(values));
        }
    }
}
