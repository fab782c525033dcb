package io.hydrant.server;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.delivery.CheckpointNeed;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.log.LogCheck;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.stream.LogEnds;
import io.hydrant.server.Checkup.Finding;
import io.hydrant.server.Checkup.Weight;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The part of a [Checkup] that looks through the logs of streams, and holds them against what the
/// catalog knows of them.
final class StreamCheckup {
    private final Disk disk;
    private final DataFolder data;
    private final Checkup.Listener listener;
    private final List<Finding> findings;
    private long streams;
    private long records;
    private long logBytes;
    private long inKafka;

    StreamCheckup(Disk disk, DataFolder data, Checkup.Listener listener, List<Finding> findings) {
        this.disk = disk;
        this.data = data;
        this.listener = listener;
        this.findings = findings;
    }

    void look() throws IOException {
        Map<String, String> names = new TreeMap<>();
        Map<String, Long> ends = new HashMap<>();
        Set<String> elsewhere = new TreeSet<>();
        SqliteDatabase.readFile(
                data.catalog(),
                connection -> {
                    ends.putAll(LogEnds.noted(connection));
                    elsewhere.addAll(ServerLogs.inTopics(connection));
                    Sql.all(
                                    connection,
                                    "SELECT log_id, name FROM stream",
                                    row -> Map.entry(row.getString(1), row.getString(2)))
                            .forEach(row -> names.put(row.getKey(), row.getValue()));
                    return names.size();
                });
        streams = names.size();
        for (Map.Entry<String, String> stream : names.entrySet()) {
            String log = stream.getKey();
            if (elsewhere.contains(log)) {
                inKafka++;
                continue;
            }
            look(log, "the stream " + stream.getValue(), Optional.of(ends.getOrDefault(log, 0L)));
        }
        tellOfKafka();
        Set<String> logs = new TreeSet<>(disk.names(data.logs()));
        for (String log : ends.keySet()) {
            if (names.containsKey(ShardLog.streams(log))) {
                logs.add(log); // Also when it is not there anymore.
            }
        }
        logs.removeAll(elsewhere);
        for (String log : logs) {
            String owner = names.get(ShardLog.streams(log));
            if (owner != null && !names.containsKey(log)) {
                Optional<Long> end = Optional.of(ends.getOrDefault(log, 0L));
                String part =
                        ProcessedLog.isIdOf(log)
                                ? "processed records of the stream "
                                : "another shard of the stream ";
                look(log, part + owner, end);
            } else if (owner == null) {
                look(log, "no stream", Optional.empty());
                note(
                        Weight.NOTE,
                        "No delivery stream names the log %s.".formatted(data.logs().resolve(log)),
                        "Its stream was deleted just before a stop, or the catalog is not its latest.",
                        "The next start says which, and keeps it in lost+found in the second case.");
            }
        }
    }

    private void tellOfKafka() {
        if (inKafka > 0) {
            note(
                    Weight.NOTE,
                    "The logs of %,d %s are in Kafka, and were not looked at."
                            .formatted(inKafka, inKafka == 1 ? "stream" : "streams"),
                    "Kafka keeps them on several brokers, and checks its own files.",
                    "A server that runs counts each log when it starts, and `hydrant verify` holds it against the objects.");
        }
    }

    void lookWithoutCatalog() throws IOException {
        for (String log : disk.names(data.logs())) {
            look(log, "an unknown stream", Optional.empty());
        }
    }

    /// @param noted up to which position the catalog knows of records, when it can be asked
    private void look(String log, String owner, Optional<Long> noted) throws IOException {
        listener.looking("the log of " + owner, 0);
        LogCheck.Report report =
                LogCheck.of(disk, data.logs().resolve(log), noted.orElse(0L), CheckpointNeed::of);
        records += report.records();
        logBytes += report.bytes();
        String lacking = lacking(report.lacking());
        for (LogDamagedException damage : report.damage()) {
            note(
                    Weight.DAMAGE,
                    "The log of %s: %s.%s".formatted(owner, damage.getMessage(), lacking),
                    "The stream stops there, before anything wrong is delivered.",
                    "See \"A damaged log\" in docs/INVARIANTS.md: put the file back, or delete the stream.");
            lacking = "";
        }
        for (LogDamagedException damage : report.delivered()) {
            note(
                    Weight.NOTE,
                    "The log of %s: %s.".formatted(owner, damage.getMessage()),
                    "These records were delivered before; nobody reads them anymore.",
                    "Find out why (dmesg, SMART, the memory): something below Hydrant failed.");
        }
        if (report.tornBytes() > 0) {
            torn(report, owner, noted.isPresent());
        }
    }

    private static String lacking(long count) {
        if (count == 0) {
            return "";
        }
        return " %,d acknowledged %s be read, and no checkpoint tells that they were delivered."
                .formatted(count, count == 1 ? "record cannot" : "records cannot");
    }

    private void torn(LogCheck.Report report, String owner, boolean isKnown) {
        note(
                Weight.NOTE,
                "The log of %s ends in %,d bytes that are no whole request."
                        .formatted(owner, report.tornBytes()),
                "A crash leaves that of a request that was not answered. "
                        + (isKnown
                                ? "All that the catalog knows to be acknowledged is there: records are up to position %d."
                                        .formatted(report.end())
                                : "The catalog, which would tell, does not know this log."),
                "The next start cuts them.");
    }

    private void note(Weight weight, String what, String meaning, String nextStep) {
        findings.add(new Finding(weight, what, meaning, nextStep));
    }

    long streams() {
        return streams;
    }

    long records() {
        return records;
    }

    long logBytes() {
        return logBytes;
    }
}
