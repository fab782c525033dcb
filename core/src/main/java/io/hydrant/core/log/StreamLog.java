package io.hydrant.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The records of one stream, in the order in which they came, until they are trimmed; and a
/// document of the one that reads them. A backup reads the same records by itself ([#forBackup]).
/// Whoever reads speaks of [LogPoint]s alone: where in which file records lie is the log's own
/// affair. Safe for use from many threads.
public interface StreamLog {
    /// Its name among all logs.
    String id();

    /// The same records for another reader, who has a document and an epoch of its own, and another
    /// id. What is trimmed is given back once both have trimmed it, from the other's [#takeOver]
    /// on.
    StreamLog forBackup();

    /// Where the next record will be. All before it is on stable storage.
    LogPoint end();

    /// The same, once all is counted that was acknowledged before this is called. Where several
    /// processes append to a log, [#end] comes to know of it a moment later.
    ///
    /// @throws IOException when that takes long
    default LogPoint endOfAll() throws IOException {
        return end();
    }

    /// Appends all records, or none, and returns the number of the first when they are on stable
    /// storage; those of the others follow it. Numbers name records, no two of a log alike, and
    /// rise with their order. They are positions where one process alone appends; several that
    /// append to one log cannot know at which position their records will be.
    ///
    /// A request that names itself counts once, however often it is appended.
    ///
    /// @throws ClientTokenReusedException when another request is known to have the client token
    /// @throws UncertainAppendException when it cannot be told whether they are in the log
    /// @throws IOException when they are not in the log: the disk is full or fails
    /// @throws LogDamagedException when the log has stopped
    long append(RecordBatch batch) throws IOException;

    /// The records of a stream that is, or was, encrypted, as they are to be appended now:
    /// encrypted, if that is how it is.
    ///
    /// @param isSecret whether they are to be encrypted in any case: they were made of such
    /// @throws IOException when the key is not to be had
    RecordBatch sealed(RecordBatch batch, boolean isSecret) throws IOException;

    /// Makes sure that of appends that failed nothing is in the log after a start either. The next
    /// append does so, too; without one, what failed may be found then, whole or not at all. What
    /// an [UncertainAppendException] left is beyond it.
    ///
    /// @throws IOException when that is not certain
    void abandonFailed() throws IOException;

    /// Is called when [#end] has moved; where one process alone appends, before the appends return.
    /// Must be quick.
    void onAppend(Runnable listener);

    /// A reader for payloads, whose first frame holds the record at `from`.
    ///
    /// @throws LogDamagedException when the log begins behind it; the log then stops
    LogReader records(LogPoint from) throws IOException;

    /// A reader for arrivals and lengths, whose first frame holds the record at `from`.
    ///
    /// @throws LogDamagedException when the log begins behind it; the log then stops
    LogReader headers(LogPoint from) throws IOException;

    /// Finds the first record from `from` on with which the size is reached, or else the end of the
    /// log. Records are not split. There is one at least.
    LogCut cut(LogPoint from, long payloadBytes) throws IOException;

    /// Gives back the disk of what lies before `position`, or of most of it, at once or soon. A
    /// step that fails is retried by the next call.
    void trim(long position) throws IOException;

    /// The document that was checkpointed last.
    ///
    /// @throws LogDamagedException when it is not there anymore, or is not what was written; the
    ///   log then stops
    Optional<byte[]> checkpoint() throws IOException;

    /// Begins the epoch of another reader, to be called before it reads anything else. What readers
    /// of earlier epochs still want to keep is refused from now on, so that one that was taken for
    /// dead cannot undo what its successor does. An implementation that several processes share
    /// returns when that is durable; of a log that its reader alone appends to ([ProcessedLog]),
    /// nothing that others append counts from then on.
    ///
    /// @throws LogDamagedException as [#checkpoint] does
    LogTakeover takeOver() throws IOException;

    /// Keeps a document beside the log; durable when this returns.
    ///
    /// @param epoch of the reader
    /// @throws EpochOverException when another epoch has begun; nothing has changed then
    void checkpoint(long epoch, byte[] document) throws IOException;

    /// Makes sure that an epoch of its reader is not over. Where several processes share the log,
    /// it is looked up.
    ///
    /// @throws EpochOverException when another has begun
    default void checkCurrent(long epoch) throws IOException {}

    /// Makes sure that no other process is known to have taken the log over. Asks nobody: it is
    /// known when records were to be read that the other one has given back.
    default void checkNotOver() throws EpochOverException {}

    /// A file for whatever its reader has to put somewhere for a while. It is gone after a start.
    Path scratch(String name);

    /// A key of 256 bits for one such file of a stream that is, or was, encrypted: nobody else has
    /// it, and after a start it is of no use either.
    ///
    /// @throws IOException when the stream's key is not to be had
    byte[] scratchKey() throws IOException;

    /// Why the log has stopped, if it has.
    Optional<LogDamagedException> damage();

    /// Ends all appending: its records are not what was written.
    ///
    /// @return what stands in [#damage] from now on
    LogDamagedException stopForRecords(String expected, String found);

    /// Ends all appending: its checkpoint is not what was written.
    LogDamagedException stopForCheckpoint(String expected, String found);
}
