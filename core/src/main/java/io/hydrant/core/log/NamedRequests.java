package io.hydrant.core.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Takes the requests of one log, each that names itself once. Names are in the frames with the
/// records; what is beside the log is kept so that they are known when the records are trimmed.
/// Safe for use from many threads.
final class NamedRequests {
    private final GroupCommit commits;
    private final TakenTokens tokens;
    private final TakenInvocations invocations;

    /// Guards that what is stored is looked through, kept, and trimmed one after the other.
    private final ReentrantLock looking = new ReentrantLock();

    /// @param foundEnd where the log ended when it was opened
    NamedRequests(DurableLog log, LogParts parts, GroupCommit commits, long foundEnd) {
        this.commits = commits;
        this.tokens = new TakenTokens(log, parts.disk(), commits, looking, foundEnd);
        this.invocations = new TakenInvocations(log, parts, commits, looking, foundEnd);
    }

    /// Appends all records of a request, or none, and returns the position of the first; when it
    /// was taken before, nothing is appended, and the position is that of then.
    ///
    /// @throws ClientTokenReusedException when another request has the token
    long append(Frame frame) throws IOException {
        Optional<RequestName> name = frame.name();
        if (name.isEmpty()) {
            commits.commit(frame);
            return frame.firstPosition();
        }
        return switch (name.get()) {
            case ClientToken token -> tokens.append(frame, token);
            case Invocation invocation -> invocations.append(frame, invocation);
        };
    }

    /// The frames are on stable storage. Called in the order of the log, by the thread that wrote
    /// them, before their requests are answered.
    void written(List<Frame> frames) {
        invocations.written(frames);
    }

    /// Runs what gives up segments, while nobody looks through them.
    void alone(GroupCommit.Action action) throws IOException {
        looking.lock();
        try {
            action.run();
        } finally {
            looking.unlock();
        }
    }

    /// Before segments are given up, the names in them are kept elsewhere; durable when this
    /// returns. Within [#alone].
    void keep(List<Segment> done) throws IOException {
        if (!done.isEmpty()) {
            tokens.keep(done);
            invocations.keep(done);
        }
    }

    /// Spares the next start most of what it would look for. While no frame is written.
    void close() {
        invocations.close();
    }
}
