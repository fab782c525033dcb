package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The requests of one log that have client tokens. Safe for use from many threads.
final class TakenTokens {
    private final DurableLog log;
    private final GroupCommit commits;
    private final CheckpointFile file;

    /// Where the log ended when it was opened. Tokens of frames before it are not known until they
    /// are looked for.
    private final long foundEnd;

    /// Guards that tokens are looked for, kept, and trimmed one after the other.
    private final ReentrantLock looking;

    /// Null until a request has a token, or until what may hold some is trimmed.
    private volatile @Nullable TokenMemory known;

    TakenTokens(
            DurableLog log, Disk disk, GroupCommit commits, ReentrantLock looking, long foundEnd) {
        this.log = log;
        this.commits = commits;
        this.looking = looking;
        this.foundEnd = foundEnd;
        this.file = new CheckpointFile(disk, log.directory(), TokenMemory.FILE);
    }

    /// Appends a frame, unless the request was taken before.
    ///
    /// @throws ClientTokenReusedException when another request has the token
    long append(Frame frame, ClientToken token) throws IOException {
        TokenMemory memory = memory();
        TokenMemory.Request request = memory.claim(token, frame);
        if (request.isTaken()) {
            return request.position();
        }
        boolean isTaken = false;
        try {
            commits.commit(frame);
            isTaken = true;
        } finally {
            if (isTaken) {
                memory.taken(token, request, frame.firstPosition());
            } else {
                memory.failed(token, request);
            }
        }
        return frame.firstPosition();
    }

    private TokenMemory memory() throws IOException {
        TokenMemory memory = known;
        if (memory != null) {
            return memory;
        }
        looking.lock();
        try {
            return lookedFor();
        } finally {
            looking.unlock();
        }
    }

    /// Looks for tokens, unless that was done: in the file of those that were trimmed, then in the
    /// log. Reads headers only. With the lock held, so that nothing is trimmed meanwhile.
    private TokenMemory lookedFor() throws IOException {
        TokenMemory memory = known;
        if (memory == null) {
            memory = new TokenMemory();
            readFile(memory);
            List<Segment> segments = log.segments();
            if (!segments.isEmpty() && segments.getFirst().start().position() < foundEnd) {
                LogPoint start = segments.getFirst().start();
                LogPlace first = new LogPlace(start, start.position(), Segment.HEADER_BYTES);
                try (FrameReader reader = log.scan(first)) {
                    while (reader.end().position() < foundEnd && reader.next()) {
                        reader.tellToken(memory);
                    }
                }
            }
            known = memory;
        }
        return memory;
    }

    private void readFile(TokenMemory memory) throws IOException {
        try {
            file.readIfAny().ifPresent(memory::read);
        } catch (LogDamagedException e) {
            log.stop(e);
            throw e;
        } catch (IllegalArgumentException e) {
            LogDamagedException damage =
                    new LogDamagedException(
                            log.directory().resolve(TokenMemory.FILE),
                            0,
                            "the client tokens of trimmed requests",
                            String.valueOf(e.getMessage()));
            log.stop(damage);
            throw damage;
        }
    }

    /// Before segments are given up, the tokens in them are kept in the file. With the lock held.
    void keep(List<Segment> done) throws IOException {
        boolean mayHoldUnknown = known == null && done.getFirst().start().position() < foundEnd;
        TokenMemory memory = mayHoldUnknown ? lookedFor() : known;
        Optional<byte[]> news = memory == null ? Optional.empty() : memory.news();
        if (memory != null && news.isPresent()) {
            boolean isKept = false;
            try {
                file.write(news.get());
                isKept = true;
            } finally {
                if (!isKept) {
                    memory.newsIsLost();
                }
            }
        }
    }
}
