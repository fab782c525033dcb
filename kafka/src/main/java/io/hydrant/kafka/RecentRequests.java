package io.hydrant.kafka;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.ClientTokenReusedException;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.RequestName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The named requests that this process took last, so that a repeat is answered as the first was
/// and needs no message of its own. That a request counts once does not rest on it: whoever counts
/// leaves out what is there twice ([NamesWindow]). Safe for use from many threads.
final class RecentRequests {
    static final int COUNT_MAX = 16_384;

    /// No message has this number.
    private static final long FAILED = -1;

    /// A request of a log; of an SDK's with all that came with it, since such names are no promise.
    private record Key(String log, RequestName name, long print) {
        static Key of(String log, RequestName name, LooseFrame frame) {
            return switch (name) {
                case ClientToken token -> new Key(log, token, 0);
                case Invocation call ->
                        new Key(
                                log,
                                new Invocation(call.high(), call.low(), false),
                                printOf(frame));
            };
        }
    }

    private record Taken(long print, CompletableFuture<Long> number) {}

    /// Appends, and returns the number of the first record.
    @FunctionalInterface
    interface Appending {
        long append() throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();

    /// The latest last. Guarded by the lock.
    private final LinkedHashMap<Key, Taken> known = new LinkedHashMap<>();

    private static long printOf(LooseFrame frame) {
        return ((long) frame.clearPrint() << Integer.SIZE)
                ^ ((long) frame.recordCount() << 23)
                ^ frame.payloadBytes();
    }

    /// Appends a request unless it was taken; waits for one that is under way.
    ///
    /// @throws ClientTokenReusedException when another request has its client token
    long append(String log, RequestName name, LooseFrame frame, Appending appending)
            throws IOException {
        Key key = Key.of(log, name, frame);
        Taken mine = new Taken(printOf(frame), new CompletableFuture<>());
        @Nullable Taken first = claim(key, mine);
        while (first != null) {
            if (first.print() != mine.print() && name instanceof ClientToken token) {
                throw new ClientTokenReusedException(token);
            }
            long number = first.number().join();
            if (number != FAILED) {
                return number;
            }
            first = claim(key, mine);
        }
        long number = FAILED;
        try {
            number = appending.append();
            return number;
        } finally {
            if (number == FAILED) {
                forget(key, mine);
            }
            mine.number().complete(number);
        }
    }

    /// What is known by this key; null when it is mine from now on.
    private @Nullable Taken claim(Key key, Taken mine) {
        lock.lock();
        try {
            @Nullable Taken first = known.putIfAbsent(key, mine);
            if (first == null && known.size() > COUNT_MAX) {
                known.pollFirstEntry();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void forget(Key key, Taken mine) {
        lock.lock();
        try {
            known.remove(key, mine);
        } finally {
            lock.unlock();
        }
    }
}
