package io.hydrant.core.log;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The logs of all streams, by their ids. A log that was never written to is empty. Safe for use
/// from many threads.
public interface StreamLogs extends AutoCloseable {
    /// The log of this id. The first call may have to recover what is stored.
    ///
    /// @throws LogDamagedException when it cannot be used; other logs are not concerned
    StreamLog log(String id) throws IOException;

    /// Appends all records to a log, or none, as [StreamLog#append] does; and remembers why not.
    ///
    /// @throws ClientTokenReusedException when another request has the client token
    /// @throws IOException when they are not in the log, whatever the reason: see [#refusal]
    long append(String id, RecordBatch batch) throws IOException;

    /// A request's records, as [StreamLog#sealed] makes them.
    RecordBatch sealed(String id, RecordBatch batch) throws IOException;

    /// At a start, before any log is used: removes what is left of the logs that are doomed, and
    /// puts aside what is neither known nor doomed. A known log that was put aside is put back.
    void sortOut(Set<String> known, Set<String> doomed) throws IOException;

    /// Nobody here reads a log anymore, since another process delivers it: gives back what reading
    /// it takes. Appending goes on. Where no other process has it, there is nothing to do.
    default void letGo(String id) {}

    /// Removes a log and all that belongs to it. What a crash leaves of it is removed by calling
    /// this again.
    void delete(String id) throws IOException;

    /// The damage that has stopped a log, if any was found. Opens nothing.
    Optional<LogDamagedException> damage(String id);

    /// The log had records up to this position, all of them on stable storage: when it is opened
    /// and does not have them, it is damaged.
    void expectEnd(String id, long position);

    /// Where the logs that were opened end, by their ids.
    Map<String, Long> ends();

    /// The number of records that are stored of a log, trimmed or not; empty when it is not open.
    /// Opens nothing.
    Optional<Long> storedRecords(String id);

    /// The reason why a log takes nothing at present; empty when it took what was to be appended
    /// last.
    Optional<String> refusal(String id);

    /// Waits for appends that are under way; nothing is appended or read anymore.
    @Override
    void close() throws IOException;
}
