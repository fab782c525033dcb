package io.hydrant.core.delivery;

import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.DeliveryStream;
import java.time.Instant;
import java.util.Optional;

/// What is known of the delivery of one log, to be told. Guarded by the lock of its stream's
/// delivery.
///
/// @param ledgers empty before the log was opened
/// @param isDoubtful whether the ledgers may be half changed: figures are not told then
record LogStatus(
        DeliveryStream stream,
        StreamLogs logs,
        Optional<Ledgers> ledgers,
        boolean isDoubtful,
        Histories histories) {
    StreamStatus told(Optional<Instant> nextDue) {
        String logId = stream.logId();
        History history = histories.delivery();
        return new StreamStatus(
                sound().map(Ledgers::figures),
                logs.damage(logId)
                        .or(() -> logs.damage(ProcessedLog.idOf(logId)))
                        .map(LogDamagedException::getMessage),
                logs.storedRecords(logId),
                nextDue,
                ledgers.flatMap(Ledgers::last),
                history.lastError(),
                history.failures(),
                logs.refusal(logId),
                stream.forBackup().map(place -> backup()),
                ledgers.map(at -> at.source().progress().epoch()));
    }

    private Optional<Ledgers> sound() {
        return ledgers.filter(at -> !isDoubtful);
    }

    private StreamStatus.Backup backup() {
        return new StreamStatus.Backup(
                sound().flatMap(Ledgers::backupFigures),
                ledgers.flatMap(Ledgers::backup).flatMap(each -> each.progress().last()),
                histories.backup().lastError(),
                histories.backup().failures());
    }
}
