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
    /// The file of the tokens of what was trimmed.
    static final String FILE = "tokens";

    static final int MOST_SEQUENCES = 64;
    static final int MOST_PRODUCERS = 256;

    /// Guards everything below.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition settled = lock.newCondition();

    /// The one that sent last comes last.
    private final LinkedHashMap<String, LinkedHashMap<Long, Request>> producers =
            new LinkedHashMap<>();

    private boolean hasNews;

    /// What a request brought, and what became of it. Guarded by the memory's lock until it is
    /// taken.
    static final class Request {
        private final int records;
        private final int bytes;
        private final int checksum;

        /// Of its first record; negative while it is being appended.
        private long position;

        private boolean isFailed;

        private Request(long position, int records, int bytes, int checksum) {
            this.position = position;
            this.records = records;
            this.bytes = bytes;
            this.checksum = checksum;
        }

        private static Request underWay(Frame frame) {
            return new Request(-1, frame.recordCount(), frame.payloadBytes(), frame.print());
        }

        private boolean isUnderWay() {
            return position < 0 && !isFailed;
        }

        private boolean isLike(Frame frame) {
            return records == frame.recordCount()
                    && bytes == frame.payloadBytes()
                    && frame.isLike(checksum);
        }

        /// Whether it is on stable storage.
        boolean isTaken() {
            return position >= 0;
        }

        /// Of its first record, when it is taken.
        long position() {
            return position;
        }
    }

    /// The request with this token, when it was taken before; waits for one that is being appended.
    /// Otherwise one that is not taken: the caller appends it, and calls [#taken] or [#failed].
    ///
    /// @throws ClientTokenReusedException when another request has the token
    Request claim(ClientToken token, Frame frame) throws IOException {
        lock.lock();
        try {
            @Nullable Request known = find(token);
            while (known != null && known.isLike(frame) && known.isUnderWay()) {
                settled.awaitUninterruptibly();
                known = known.isFailed ? find(token) : known;
            }
            if (known == null) {
                Request claimed = Request.underWay(frame);
                put(token, claimed);
                return claimed;
            }
            if (!known.isLike(frame)) {
                throw new ClientTokenReusedException(token);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /// The request is on stable storage from this position on. Whoever waits for it learns of it
    /// also when there is no memory left for more.
    void taken(ClientToken token, Request request, long position) {
        lock.lock();
        try {
            request.position = position;
            hasNews = true;
            settled.signalAll();
            put(token, request);
        } finally {
            lock.unlock();
        }
    }

    /// The request is not in the log.
    void failed(ClientToken token, Request request) {
        lock.lock();
        try {
            request.isFailed = true;
            settled.signalAll();
            forget(token, request);
        } finally {
            lock.unlock();
        }
    }

    private void forget(ClientToken token, Request request) {
        @Nullable LinkedHashMap<Long, Request> requests = producers.get(token.producer());
        if (requests != null) {
            requests.remove(token.sequence(), request);
        }
    }

    /// A request that is found in the log, in the order of the log.
    ///
    /// @param print as [Frame#print]
    void found(ClientToken token, Frame.Header header, int print) {
        lock.lock();
        try {
            put(
                    token,
                    new Request(
                            header.firstPosition(),
                            header.recordCount(),
                            header.payloadBytes(),
                            print));
            hasNews = true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Request find(ClientToken token) {
        @Nullable LinkedHashMap<Long, Request> requests = producers.get(token.producer());
        @Nullable Request found = requests == null ? null : requests.get(token.sequence());
        return found == null || found.isFailed ? null : found;
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
            Optional<byte[]> document = Optional.of(document());
            hasNews = false;
            return document;
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
                    if (request.isTaken()) {
                        lines.append(producer)
                                .append(' ')
                                .append(sequence)
                                .append(' ')
                                .append(request.position())
                                .append(' ')
                                .append(request.records)
                                .append(' ')
                                .append(request.bytes)
                                .append(' ')
                                .append(request.checksum)
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
