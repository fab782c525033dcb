package io.hydrant.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A log as the backup of its stream reads it: the same records, in the same files; a document and
/// an epoch of its own, and nothing is given back before both readers are done with it. Its id
/// tells what was read for the backup from what was read for the stream's destination.
public final class BackupLog implements StreamLog {
    /// The name of the document of this reader.
    static final String CHECKPOINT = "backup-checkpoint";

    private static final String SUFFIX = ".backup";
    private static final String SCRATCH = "backup-";

    private final DurableLog log;
    private final ReaderCheckpoint checkpoint;

    BackupLog(DurableLog log, ReaderCheckpoint checkpoint) {
        this.log = log;
        this.checkpoint = checkpoint;
    }

    /// The id under which the backup reads the log of this one.
    public static String idOf(String logId) {
        return logId + SUFFIX;
    }

    /// Whether it is the id of a log as a backup reads it.
    public static boolean isIdOf(String logId) {
        return logId.endsWith(SUFFIX);
    }

    @Override
    public String id() {
        return idOf(log.id());
    }

    @Override
    public StreamLog forBackup() {
        return this;
    }

    @Override
    public LogPoint end() {
        return log.end();
    }

    @Override
    public long append(RecordBatch batch) throws IOException {
        return log.append(batch);
    }

    @Override
    public RecordBatch sealed(RecordBatch batch, boolean isSecret) throws IOException {
        return log.sealed(batch, isSecret);
    }

    @Override
    public void abandonFailed() throws IOException {
        log.abandonFailed();
    }

    @Override
    public void onAppend(Runnable listener) {
        log.onAppend(listener);
    }

    @Override
    public LogReader records(LogPoint from) throws IOException {
        return log.records(from);
    }

    @Override
    public LogReader headers(LogPoint from) throws IOException {
        return log.headers(from);
    }

    @Override
    public LogCut cut(LogPoint from, long payloadBytes) throws IOException {
        return log.cut(from, payloadBytes);
    }

    @Override
    public void trim(long position) throws IOException {
        log.trimmedForBackup(position);
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return log.checked(checkpoint::readIfAny);
    }

    @Override
    public LogTakeover takeOver() throws IOException {
        LogTakeover takeover = log.checked(checkpoint::takeOverIfAny);
        log.keepForBackup();
        return takeover;
    }

    @Override
    public void checkpoint(long epoch, byte[] document) throws IOException {
        log.checkNotStopped();
        checkpoint.write(epoch, document);
    }

    @Override
    public Path scratch(String name) {
        return log.scratch(SCRATCH + name);
    }

    @Override
    public byte[] scratchKey() throws IOException {
        return log.scratchKey();
    }

    @Override
    public Optional<LogDamagedException> damage() {
        return log.damage();
    }

    @Override
    public LogDamagedException stopForRecords(String expected, String found) {
        return log.stopForRecords(expected, found);
    }

    @Override
    public LogDamagedException stopForCheckpoint(String expected, String found) {
        return log.stopForDocument(CHECKPOINT, expected, found);
    }
}
