package io.hydrant.core.log;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The requests of one log that AWS's SDKs named. Of each attempt the filter tells whether it was
/// certainly not taken before; only of others, and of repeats of what the filter may have
/// forgotten, the files are looked through. Safe for use from many threads.
///
/// After a start the files may lack the last requests of the log. Then nothing is added to them
/// until what they lack was looked for: with the first request when it is in the last segments, or
/// else when somebody has to know, or when segments are trimmed.
final class TakenInvocations {
    private static final long NOT_TAKEN = -1;
    private static final long NOT_READ = -1;

    /// As many hold the requests that [InvocationFiles] gathers in memory when each brings 4 MiB,
    /// and one more: after a kill no more is lacking. Their headers are read in a moment.
    private static final int NEAR_SEGMENTS = 9;

    private static final Logger LOG = System.getLogger(TakenInvocations.class.getName());

    private final DurableLog log;
    private final GroupCommit commits;
    private final InvocationFilter filter;
    private final InvocationFiles files;

    /// Tells the filter's logs apart.
    private final int logHash;

    /// Where the log ended when it was opened.
    private final long foundEnd;

    /// Guards that the log is looked through, and trimmed, one after the other.
    private final ReentrantLock looking;

    /// Attempts that are being appended, with the position that their records will have; whoever
    /// puts one there takes it away.
    private final ConcurrentMap<TakenRequest, CompletableFuture<Long>> underWay =
            new ConcurrentHashMap<>();

    /// Whether the files know all requests of the log. Becomes so only while no frame is written.
    private volatile boolean isCurrent;

    /// Whether the first request has come.
    private volatile boolean hasBegun;

    /// Whether a request came that the files do not know.
    private volatile boolean hasUnknown;

    /// Up to which position the files know the log, while they are not current.
    private volatile long knownTo = NOT_READ;

    /// Of the filter: since then all requests of this log were added to it.
    private volatile long generation;

    TakenInvocations(
            DurableLog log,
            LogParts parts,
            GroupCommit commits,
            ReentrantLock looking,
            long foundEnd) {
        this.log = log;
        this.commits = commits;
        this.filter = parts.invocations();
        this.files =
                new InvocationFiles(parts.disk(), log.directory(), InvocationFiles.REQUESTS_MAX);
        this.logHash = log.directory().hashCode();
        this.looking = looking;
        this.foundEnd = foundEnd;
        this.generation = filter.generation();
        this.isCurrent = log.segments().isEmpty();
    }

    /// Appends a frame, unless the same was taken before; waits for another attempt that is being
    /// appended.
    long append(Frame frame, Invocation invocation) throws IOException {
        begin();
        TakenRequest asked = TakenRequest.of(invocation, frame, frame.clearPrint());
        CompletableFuture<Long> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Long> first = underWay.putIfAbsent(asked, mine);
        while (first != null) {
            long taken = first.join();
            if (taken != NOT_TAKEN) {
                return taken;
            }
            first = underWay.putIfAbsent(asked, mine);
        }
        long position = NOT_TAKEN;
        try {
            position = find(asked, frame, invocation);
            if (position == NOT_TAKEN) {
                commits.commit(frame);
                position = frame.firstPosition();
            }
            return position;
        } finally {
            underWay.remove(asked, mine);
            mine.complete(position);
        }
    }

    private long find(TakenRequest asked, Frame frame, Invocation invocation) throws IOException {
        if (!mayBeTaken(asked)
                && (!invocation.isRepeat() || isCurrent && filter.remembersSince(generation))) {
            return NOT_TAKEN;
        }
        looking.lock();
        try {
            catchUp();
            if (!filter.remembersSince(generation)) {
                remind();
            }
            return mayBeTaken(asked) || !filter.remembersSince(generation)
                    ? inFiles(frame, invocation)
                    : NOT_TAKEN;
        } finally {
            looking.unlock();
        }
    }

    /// Its records may have been kept in clear then, or encrypted.
    private long inFiles(Frame frame, Invocation invocation) throws IOException {
        for (int print : frame.prints()) {
            OptionalLong found = files.find(TakenRequest.of(invocation, frame, print));
            if (found.isPresent()) {
                return found.getAsLong();
            }
        }
        return NOT_TAKEN;
    }

    private boolean mayBeTaken(TakenRequest asked) {
        return filter.mayHold(asked.high(), asked.low(), logHash);
    }

    /// The filter has forgotten requests of this log: it learns them again, so that not every
    /// repeat has the files looked through.
    private void remind() throws IOException {
        long now = filter.generation();
        files.each(this::addToFilter);
        generation = now;
    }

    private void addToFilter(TakenRequest request) {
        filter.add(request.high(), request.low(), logHash);
    }

    /// The frames are on stable storage. Called by the thread that wrote them, in the order of the
    /// log, before their requests are answered.
    void written(List<Frame> frames) {
        boolean isDone = false;
        try {
            for (Frame frame : frames) {
                if (frame.name().orElse(null) instanceof Invocation invocation) {
                    written(TakenRequest.of(invocation, frame));
                }
            }
            isDone = true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Requests of " + log.directory() + " must be looked for", e);
        } finally {
            if (!isDone) {
                hasUnknown = true;
                knownTo = NOT_READ;
                isCurrent = false;
            }
        }
    }

    private void written(TakenRequest request) throws IOException {
        addToFilter(request);
        if (isCurrent) {
            files.add(request);
        } else {
            hasUnknown = true;
        }
    }

    /// With the first request the filter learns those from before the start.
    private void begin() {
        if (hasBegun) {
            return;
        }
        looking.lock();
        try {
            if (!hasBegun && !isCurrent) {
                read();
                if (isNear(knownTo)) {
                    catchUp();
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Requests of " + log.directory() + " are not known", e);
        } finally {
            hasBegun = true;
            looking.unlock();
        }
    }

    /// Whether only the last segments may hold what the files lack.
    private boolean isNear(long position) {
        List<Segment> segments = log.segments();
        int far = segments.size() - NEAR_SEGMENTS;
        return far <= 0 || position >= segments.get(far).start().position();
    }

    private void catchUp() throws IOException {
        if (isCurrent) {
            return;
        }
        read();
        add(log.end().position()); // most of them while others append
        commits.alone(() -> {
            add(log.end().position());
            isCurrent = true;
            hasUnknown = false;
        });
    }

    /// Reads the files, unless that was done.
    private void read() throws IOException {
        if (knownTo == NOT_READ) {
            generation = filter.generation();
            knownTo = files.load(log.end().position(), this::addToFilter);
        }
    }

    /// Looks for requests in the log, up to a position. Reads headers only.
    private void add(long end) throws IOException {
        long begin = Math.max(knownTo, log.segments().getFirst().start().position());
        if (begin >= end) {
            return;
        }
        boolean isDone = false;
        try (FrameReader reader = log.scan(log.find(begin))) {
            while (reader.end().position() < end && reader.next()) {
                @Nullable TakenRequest found = reader.invocation().orElse(null);
                if (found != null) {
                    addToFilter(found);
                    files.add(found);
                }
            }
            knownTo = reader.end().position();
            isDone = true;
        } finally {
            if (!isDone) {
                knownTo = NOT_READ;
            }
        }
    }

    /// Before the first segments are given up, the requests in them are kept in the files.
    void keep(List<Segment> done) throws IOException {
        if (isCurrent || hasUnknown || done.getFirst().start().position() < foundEnd) {
            long end = log.segments().get(done.size()).start().position();
            if (!isCurrent) {
                read();
                add(end);
                if (isNear(end)) {
                    catchUp();
                }
            }
            files.force();
        }
    }

    /// What is in memory is written, so that the next start finds it there.
    void close() {
        try {
            if (isCurrent) {
                files.flush();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Requests of " + log.directory() + " must be looked for", e);
        }
    }
}
