package io.hydrant.cli.objects;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.core.delivery.DeliveryError;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.LogProof;
import io.hydrant.core.log.ProcessedLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What was found out about a stream's records: what the server says of them, and what its objects
/// hold.
///
/// @param status as it was before the objects were listed: there may be newer ones among them, and
///   none may lack
/// @param trouble why what waits is not delivered, while trying fails
/// @param expired as it was after that: what was given up may lack
/// @param logs each log that the objects name by itself
public record Proof(
        ServerStatus.Stream status,
        Optional<ServerStatus.Trouble> trouble,
        Expired expired,
        List<LogProof> logs,
        DeliveredObjects found) {
    public Proof {
        logs = List.copyOf(logs);
    }

    /// How many records the objects hold.
    public long records() {
        return logs.stream().mapToLong(LogProof::records).sum();
    }

    public long objects() {
        return logs.stream().mapToLong(LogProof::objects).sum();
    }

    public List<LogProof.Finding> findings() {
        return logs.stream().flatMap(log -> log.findings().stream()).toList();
    }

    /// How many records the server delivered that no object holds, as far as it knows what it
    /// delivered: of a stream that has stopped it may not.
    public long lacking() {
        return status.deliveredRecords()
                .map(delivered -> Math.max(0, delivered - records(status.logs())))
                .orElse(0L);
    }

    /// Those of the stream's logs, and those that were made of its records.
    private long records(List<LogProof.Own> own) {
        Set<String> ids = own.stream().map(LogProof.Own::log).collect(Collectors.toSet());
        return logs.stream()
                .filter(proof -> ids.contains(ProcessedLog.streamsOwn(proof.log())))
                .mapToLong(LogProof::records)
                .sum();
    }

    public List<DeliveredObjects.Unreadable> unreadable() {
        return found.unreadable();
    }

    /// Whether every delivered record is there once, as far as was looked.
    public boolean isWhole() {
        return findings().isEmpty() && lacking() == 0 && unreadable().isEmpty();
    }

    /// Whether that is so, and nothing keeps what waits from being delivered.
    public boolean isAllWell() {
        return isWhole() && damage().isEmpty() && trouble.isEmpty();
    }

    /// Why the stream has stopped, when its log is damaged.
    public Optional<String> damage() {
        return status.lastError()
                .filter(error -> error.code().equals(DeliveryError.LOG_DAMAGED))
                .map(ServerStatus.Trouble::message);
    }
}
