package io.hydrant.cli.objects;

import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.ExpiredGaps;
import io.hydrant.core.delivery.ObjectMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a stream's objects hold, told by the positions that each names in its metadata: nothing is
/// missing when they follow on one another from 0, and nothing is there twice when none overlap. A
/// stream that was deleted and created anew has another log, and each log is accounted for by
/// itself.
public record Account(List<LogAccount> logs) {

    /// An object that a stream delivered.
    public record Delivered(String key, ObjectMetadata metadata) {}

    /// What is wrong between two objects that should follow on one another.
    public sealed interface Finding {
        record Missing(long first, long last, String before) implements Finding {}

        record Twice(long first, long last, String key, String otherKey) implements Finding {}

        record WrongCount(String key, long said, long positions) implements Finding {}

        /// The server said that it gave them up, and that they are stored nowhere.
        record NotGivenUp(long first, long last, String key) implements Finding {}
    }

    /// @param end the position behind the last delivered record
    public record LogAccount(
            String log, long objects, long records, long end, List<Finding> findings) {}

    public static Account of(List<Delivered> objects) {
        return of(objects, "", Expired.NOTHING);
    }

    /// @param log the log whose records were given up
    /// @param expired which; they are not missing
    public static Account of(List<Delivered> objects, String log, Expired expired) {
        Map<String, List<Delivered>> byLog = new TreeMap<>();
        for (Delivered object : objects) {
            byLog.computeIfAbsent(object.metadata().log(), _ -> new ArrayList<>()).add(object);
        }
        return new Account(
                byLog.entrySet().stream()
                        .map(entry ->
                                account(
                                        entry.getKey(),
                                        entry.getValue(),
                                        entry.getKey().equals(log) ? expired : Expired.NOTHING))
                        .toList());
    }

    public boolean isWhole() {
        return logs.stream().allMatch(log -> log.findings().isEmpty());
    }

    public long records() {
        return logs.stream().mapToLong(LogAccount::records).sum();
    }

    /// How many records of one log there are.
    public long recordsOf(String log) {
        return logs.stream()
                .filter(account -> account.log().equals(log))
                .mapToLong(LogAccount::records)
                .sum();
    }

    public long objects() {
        return logs.stream().mapToLong(LogAccount::objects).sum();
    }

    private static LogAccount account(String log, List<Delivered> objects, Expired expired) {
        ExpiredGaps gaps = new ExpiredGaps(expired);
        List<Delivered> inOrder =
                objects.stream()
                        .sorted(Comparator.comparingLong(each -> each.metadata().firstPosition()))
                        .toList();
        List<Finding> findings = new ArrayList<>();
        long records = 0;
        long end = 0;
        String endKey = "";
        for (Delivered object : inOrder) {
            ObjectMetadata metadata = object.metadata();
            checkCount(object, findings);
            checkNotGivenUp(object, expired, findings);
            if (metadata.firstPosition() > end) {
                gaps.missing(end, metadata.firstPosition() - 1)
                        .forEach(missing ->
                                findings.add(
                                        new Finding.Missing(
                                                missing.first(), missing.last(), object.key())));
            } else if (metadata.firstPosition() < end) {
                long last = Math.min(end - 1, metadata.lastPosition());
                findings.add(
                        new Finding.Twice(metadata.firstPosition(), last, endKey, object.key()));
            }
            records += metadata.records();
            if (metadata.lastPosition() >= end) {
                end = metadata.lastPosition() + 1;
                endKey = object.key();
            }
        }
        return new LogAccount(log, inOrder.size(), records, end, findings);
    }

    private static void checkNotGivenUp(Delivered object, Expired expired, List<Finding> findings) {
        for (Expired.Range range : expired.ranges()) {
            long first = Math.max(range.first(), object.metadata().firstPosition());
            long last = Math.min(range.last(), object.metadata().lastPosition());
            if (first <= last && !range.mayBeStored()) {
                findings.add(new Finding.NotGivenUp(first, last, object.key()));
            }
        }
    }

    private static void checkCount(Delivered object, List<Finding> findings) {
        ObjectMetadata metadata = object.metadata();
        long positions = metadata.lastPosition() - metadata.firstPosition() + 1;
        if (positions != metadata.records()) {
            findings.add(new Finding.WrongCount(object.key(), metadata.records(), positions));
        }
    }
}
