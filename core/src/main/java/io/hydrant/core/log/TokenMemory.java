package io.hydrant.core.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Which requests of a log were taken that name themselves, and where their records are. Of a
/// producer the last 64 are remembered, of producers the 256 that sent last. Safe for use by many
/// threads.
///
/// Kept in the log itself, in the frames; and for those that are trimmed in a document:
///
///     producer sequence position records bytes checksum\n
///     …
final class TokenMemory {
    static final int MOST_SEQUENCES = 64;
    static final int MOST_PRODUCERS = 256;

    /// Guards everything below.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition settled = lock.newCondition();

    /// The one that sent last comes last.
    private final LinkedHashMap<String, LinkedHashMap<Long, Request>> producers =
            new LinkedHashMap<>();

    private boolean hasNews;

    /// What a request brought.
    ///
    /// @param position of its first record; negative while it is being appended
    private record Request(long position, int records, int bytes, int checksum) {
        static Request underWay(Frame frame) {
            return new Request(-1, frame.recordCount(), frame.payloadBytes(), frame.bodyChecksum());
        }

        boolean isUnderWay() {
            return position < 0;
        }

        boolean isLike(Frame frame) {
            return records == frame.recordCount()
                    && bytes == frame.payloadBytes()
                    && checksum == frame.bodyChecksum();
        }

        Request at(long first) {
            return new Request(first, records, bytes, checksum);
        }
    }

    /// Where the records are when the request was taken before; waits for one that is being
    /// appended. Otherwise the caller appends it, and calls [#taken] or [#failed].
    ///
    /// @throws ClientTokenReusedException when another request has the token
    Optional<Long> claim(ClientToken token, Frame frame) throws IOException {
        lock.lock();
        try {
            @Nullable Request known = find(token);
            while (known != null && known.isLike(frame) && known.isUnderWay()) {
                settled.awaitUninterruptibly();
                known = find(token);
            }
            if (known == null) {
                put(token, Request.underWay(frame));
                return Optional.empty();
            }
            if (!known.isLike(frame)) {
                throw new ClientTokenReusedException(token);
            }
            return Optional.of(known.position());
        } finally {
            lock.unlock();
        }
    }

    /// The request is on stable storage from this position on.
    void taken(ClientToken token, Frame frame, long position) {
        lock.lock();
        try {
            put(token, Request.underWay(frame).at(position));
            hasNews = true;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The request is not in the log.
    void failed(ClientToken token) {
        lock.lock();
        try {
            @Nullable LinkedHashMap<Long, Request> requests = producers.get(token.producer());
            if (requests != null) {
                requests.remove(token.sequence());
            }
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A request that is found in the log, in the order of the log.
    void found(ClientToken token, Frame.Header header) {
        lock.lock();
        try {
            put(
                    token,
                    new Request(
                            header.firstPosition(),
                            header.recordCount(),
                            header.payloadBytes(),
                            header.bodyChecksum()));
            hasNews = true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Request find(ClientToken token) {
        @Nullable LinkedHashMap<Long, Request> requests = producers.get(token.producer());
        return requests == null ? null : requests.get(token.sequence());
    }

    private void put(ClientToken token, Request request) {
        LinkedHashMap<Long, Request> requests =
                producers.computeIfAbsent(token.producer(), name -> new LinkedHashMap<>());
        producers.putLast(token.producer(), requests);
        requests.putLast(token.sequence(), request);
        if (requests.size() > MOST_SEQUENCES) {
            requests.pollFirstEntry();
        }
        if (producers.size() > MOST_PRODUCERS) {
            producers.pollFirstEntry();
        }
    }

    /// What to keep, when it is not what was returned last.
    Optional<byte[]> news() {
        lock.lock();
        try {
            if (!hasNews) {
                return Optional.empty();
            }
            hasNews = false;
            return Optional.of(document());
        } finally {
            lock.unlock();
        }
    }

    /// The document could not be kept.
    void newsIsLost() {
        lock.lock();
        try {
            hasNews = true;
        } finally {
            lock.unlock();
        }
    }

    private byte[] document() {
        StringBuilder lines = new StringBuilder();
        producers.forEach((producer, requests) ->
                requests.forEach((sequence, request) -> {
                    if (!request.isUnderWay()) {
                        lines.append(producer)
                                .append(' ')
                                .append(sequence)
                                .append(' ')
                                .append(request.position())
                                .append(' ')
                                .append(request.records())
                                .append(' ')
                                .append(request.bytes())
                                .append(' ')
                                .append(request.checksum())
                                .append('\n');
                    }
                }));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Remembers what a document tells.
    ///
    /// @throws IllegalArgumentException when it is none
    void read(byte[] document) {
        List<String> lines = new ArrayList<>();
        new String(document, StandardCharsets.US_ASCII).lines().forEach(lines::add);
        lock.lock();
        try {
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                if (words.length != 6) {
                    throw new IllegalArgumentException("Not a request: " + line);
                }
                put(
                        new ClientToken(words[0], Long.parseLong(words[1])),
                        new Request(
                                Long.parseLong(words[2]),
                                Integer.parseInt(words[3]),
                                Integer.parseInt(words[4]),
                                Integer.parseInt(words[5])));
            }
        } finally {
            lock.unlock();
        }
    }
}
