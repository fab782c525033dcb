package io.hydrant.core.delivery;

import io.hydrant.core.log.BackupLog;
import io.hydrant.core.log.ProcessedLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The proof that every record of a log is in exactly one object, or what speaks against it, from
/// the objects' metadata alone: nothing is missing when they follow on one another from 0, or from
/// where a backup begins, and nothing is there twice when none overlap.
///
/// @param records how many the objects say they hold
/// @param end the position behind the last delivered record
public record LogProof(String log, long objects, long records, long end, List<Finding> findings) {
    public LogProof {
        findings = List.copyOf(findings);
    }

    /// An object that a stream delivered.
    public record Delivered(String key, ObjectMetadata metadata) {}

    /// A log of the stream itself; it has several when it has several shards.
    ///
    /// @param from the position with which its objects begin, which for a backup need not be 0
    /// @param expired what of it was given up; that is not missing
    public record Own(String log, long from, Expired expired) {}

    /// Positions from `first` to `last`, both included.
    public record Range(long first, long last) {}

    /// What is wrong between two objects that should follow on one another.
    public sealed interface Finding {
        /// Positions that are in no object, in front of the object `before`, or else at the end.
        record Missing(Range range, Optional<String> before) implements Finding {}

        record Twice(Range range, String key, String otherKey) implements Finding {}

        record WrongCount(String key, long said, long positions) implements Finding {}

        /// The server said that it gave them up, and that they are stored nowhere.
        record NotGivenUp(Range range, String key) implements Finding {}
    }

    /// Everything is there, once.
    public boolean isSound() {
        return findings.isEmpty();
    }

    /// The proof of each log that the objects name: a stream that was deleted and created anew has
    /// another one, and what was made of a log's records is in a log of its own. Records that were
    /// processed are in no object of their own log; how many of those lack only the server can say.
    ///
    /// @param objects in any order
    /// @param log the log whose records were given up
    /// @param expired which; they are not missing
    public static List<LogProof> ofEach(List<Delivered> objects, String log, Expired expired) {
        return ofEach(objects, List.of(new Own(log, 0, expired)), false);
    }

    /// The same of a stream's logs. Where another log began, of a backup or of a stream that was
    /// deleted, its first object tells. Records that were processed are in no object of their own
    /// log; how many of those lack only the server can say.
    ///
    /// @param processed whether records of these logs were processed
    public static List<LogProof> ofEach(List<Delivered> objects, List<Own> own, boolean processed) {
        Map<String, Own> ownByLog = new HashMap<>();
        own.forEach(each -> ownByLog.put(each.log(), each));
        Map<String, List<Delivered>> byLog = new TreeMap<>();
        for (Delivered object : objects) {
            byLog.computeIfAbsent(object.metadata().log(), _ -> new ArrayList<>()).add(object);
        }
        List<LogProof> proofs = new ArrayList<>();
        byLog.forEach((each, its) -> {
            boolean isDivided =
                    ProcessedLog.isIdOf(each)
                            || processed && ownByLog.containsKey(each)
                            || byLog.containsKey(ProcessedLog.idOf(each));
            if (isDivided) {
                proofs.add(ofParts(each, its));
            } else {
                Own known = ownByLog.getOrDefault(each, new Own(each, begin(its), Expired.NOTHING));
                proofs.add(of(each, its, known.from(), 0, known.expired()));
            }
        });
        return proofs;
    }

    /// Of objects between which others lie, or nothing: of each partition none may overlap.
    private static LogProof ofParts(String log, List<Delivered> objects) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Delivered> lastOfEach = new HashMap<>();
        long end = 0;
        for (Delivered object : inOrder(objects)) {
            ObjectMetadata metadata = object.metadata();
            if (metadata.records() > positions(metadata)) {
                findings.add(wrongCount(object));
            }
            Delivered before = lastOfEach.get(metadata.partition());
            if (before != null && metadata.firstPosition() <= before.metadata().lastPosition()) {
                long last = Math.min(before.metadata().lastPosition(), metadata.lastPosition());
                Range range = new Range(metadata.firstPosition(), last);
                findings.add(new Finding.Twice(range, before.key(), object.key()));
            }
            if (before == null || metadata.lastPosition() > before.metadata().lastPosition()) {
                lastOfEach.put(metadata.partition(), object);
            }
            end = Math.max(end, metadata.lastPosition() + 1);
        }
        long records = objects.stream().mapToLong(object -> object.metadata().records()).sum();
        return new LogProof(log, objects.size(), records, end, findings);
    }

    private static List<Delivered> inOrder(List<Delivered> objects) {
        return objects.stream()
                .sorted(Comparator.comparingLong(each -> each.metadata().firstPosition()))
                .toList();
    }

    /// Of a log of somebody else. What came before may be in a bucket that is not looked into, or
    /// is gone with a stream that was deleted.
    private static long begin(List<Delivered> objects) {
        return objects.stream()
                .mapToLong(object -> object.metadata().firstPosition())
                .min()
                .orElse(0);
    }

    /// @param objects all objects of one log, in any order; those of other logs are left aside
    /// @param deliveredThrough the position before which all is delivered, as the log's owner says;
    ///   0 where it says nothing
    /// @param expired what was given up: that is not missing
    public static LogProof of(
            String log, List<Delivered> objects, long deliveredThrough, Expired expired) {
        return of(log, objects, 0, deliveredThrough, expired);
    }

    private static LogProof of(
            String log,
            List<Delivered> objects,
            long from,
            long deliveredThrough,
            Expired expired) {
        ExpiredGaps gaps = new ExpiredGaps(expired);
        List<Delivered> inOrder =
                inOrder(
                        objects.stream()
                                .filter(object -> object.metadata().log().equals(log))
                                .toList());
        List<Finding> findings = new ArrayList<>();
        long records = 0;
        long end = from;
        String endKey = "";
        for (Delivered object : inOrder) {
            ObjectMetadata metadata = object.metadata();
            checkCount(object, findings);
            checkNotGivenUp(object, expired, findings);
            if (metadata.firstPosition() > end) {
                Optional<String> before = Optional.of(object.key());
                gaps.missing(end, metadata.firstPosition() - 1)
                        .forEach(range -> findings.add(new Finding.Missing(range, before)));
            } else if (metadata.firstPosition() < end) {
                long last = Math.min(end - 1, metadata.lastPosition());
                Range range = new Range(metadata.firstPosition(), last);
                findings.add(new Finding.Twice(range, endKey, object.key()));
            }
            records += metadata.records();
            if (metadata.lastPosition() >= end) {
                end = metadata.lastPosition() + 1;
                endKey = object.key();
            }
        }
        if (end < deliveredThrough) {
            gaps.missing(end, deliveredThrough - 1)
                    .forEach(range -> findings.add(new Finding.Missing(range, Optional.empty())));
        }
        return new LogProof(log, inOrder.size(), records, end, findings);
    }

    private static void checkCount(Delivered object, List<Finding> findings) {
        if (object.metadata().records() != positions(object.metadata())) {
            findings.add(wrongCount(object));
        }
    }

    private static long positions(ObjectMetadata metadata) {
        return metadata.lastPosition() - metadata.firstPosition() + 1;
    }

    private static Finding wrongCount(Delivered object) {
        ObjectMetadata metadata = object.metadata();
        return new Finding.WrongCount(object.key(), metadata.records(), positions(metadata));
    }

    private static void checkNotGivenUp(Delivered object, Expired expired, List<Finding> findings) {
        for (Expired.Range range : expired.ranges()) {
            long first = Math.max(range.first(), object.metadata().firstPosition());
            long last = Math.min(range.last(), object.metadata().lastPosition());
            if (first <= last && !range.mayBeStored()) {
                findings.add(new Finding.NotGivenUp(new Range(first, last), object.key()));
            }
        }
    }
}
