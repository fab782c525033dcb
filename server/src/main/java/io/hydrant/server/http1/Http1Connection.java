package io.hydrant.server.http1;

import io.hydrant.aws.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One client's connection: its requests, one after the other, on a virtual thread of its own.
/// Another thread looks now and then whether the client takes too long ([#check]), and ends what
/// waits for it.
final class Http1Connection implements Runnable {
    private static final Logger LOG = System.getLogger(Http1Connection.class.getName());
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /// An answer is handed to the kernel in pieces of this size, so that one can see whether the
    /// client takes them.
    private static final int PIECE_BYTES = 128 << 10;

    /// How long after its time is up a read may go on before the connection is cut.
    private static final long LEEWAY_NANOS = 2_000_000_000L;

    /// How long a refused client has to read the answer before its unread bytes cut it off.
    private static final long LAST_LOOK_MILLIS = 200;

    /// What the connection waits for, and whether it may be ended in favour of another: it is not
    /// at work then.
    enum Phase {
        /// The first byte of a request.
        REST(true),
        HEAD(true),
        BODY(false),
        /// This server's own doing.
        WORK(false),
        ANSWER(false),
        /// What is left of a body that nobody wants.
        DRAIN(true);

        private final boolean isIdle;

        Phase(boolean isIdle) {
            this.isIdle = isIdle;
        }

        boolean isIdle() {
            return isIdle;
        }
    }

    private final Socket plain;
    private final Connections connections;
    private final Answering answering;
    private Socket socket;
    private OutputStream out = OutputStream.nullOutputStream();
    private InputWindow window = new InputWindow(InputStream.nullInputStream());

    /// Since when it has been in its phase; written before the phase.
    private volatile long since;

    private volatile Phase phase = Phase.HEAD;
    private volatile long expired;

    /// How long the present body has been waited for up to the read under way, and how much of it
    /// had come then.
    private volatile long waited;

    private volatile long came;

    Http1Connection(Socket socket, Connections connections, Answering answering) {
        this.plain = socket;
        this.socket = socket;
        this.connections = connections;
        this.answering = answering;
        this.since = connections.now();
    }

    InputWindow window() {
        return window;
    }

    @Override
    public void run() {
        try {
            socket = connections.secured(plain);
            out = socket.getOutputStream();
            window = new InputWindow(socket.getInputStream());
            boolean isOpen;
            do {
                isOpen = serve();
            } while (isOpen);
            close();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, () -> "A connection ended: " + gone);
        } catch (RuntimeException | Error bug) {
            connections.tell(bug);
        } finally {
            end();
            connections.remove(this);
        }
    }

    /// With TLS this tells the client that nothing was cut off.
    private void close() throws IOException {
        enter(Phase.ANSWER);
        socket.close();
    }

    /// One request; false when the connection ends with it.
    private boolean serve() throws IOException {
        enter(Phase.REST);
        if (window.available() == 0 && !window.fill()) {
            return false;
        }
        enter(Phase.HEAD);
        Http1Request request;
        try {
            request = request(new HeadReader(window).read());
        } catch (BadRequestException malformed) {
            refuse(malformed.status(), malformed.text());
            return false;
        } catch (IOException broken) {
            if (!isExpired()) {
                throw broken;
            }
            refuse(408, "The head of the request took too long");
            return false;
        }
        enter(Phase.WORK);
        Http1Response response = new Http1Response(this, request);
        answering.answer(request, response);
        return response.isWhole() && goesOn(request, response);
    }

    private Http1Request request(HeadReader.Head read) {
        RequestHead head = read.head();
        BodyFraming framing = new BodyFraming.Length(0);
        Optional<BadRequestException> fault = Optional.empty();
        try {
            framing = BodyFraming.of(head.headers(), read.isOld());
        } catch (BadRequestException wrong) {
            fault = Optional.of(wrong);
        }
        boolean isWaitedFor = !read.isOld() && Http1Request.isWaiting(head);
        return new Http1Request(
                head,
                RequestBody.of(framing, this, isWaitedFor),
                switch (framing) {
                    case BodyFraming.Length length -> OptionalLong.of(length.bytes());
                    case BodyFraming.Chunks chunks -> OptionalLong.empty();
                },
                fault,
                plain.getInetAddress(),
                connections.isSecure(),
                read.isOld());
    }

    /// To a request that nobody understands.
    private void refuse(int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] head =
                new HeaderText(status)
                        .add("Date", date())
                        .add(
                                Map.of(
                                        "Connection",
                                        "close",
                                        "Content-Type",
                                        "text/plain; charset=utf-8",
                                        "Content-Length",
                                        Integer.toString(body.length)))
                        .bytes();
        write(head, 0, head.length);
        write(body, 0, body.length);
        part();
    }

    /// A client that is still sending may not see an answer whose connection is cut at once.
    private boolean goesOn(Http1Request request, Http1Response response) throws IOException {
        RequestBody body = request.body();
        boolean isComing = !body.isEnded() && (body.isBegun() || !request.isWaiting());
        if (request.fault().isPresent() || isExpired() || isComing && response.isLast()) {
            part();
            return false;
        }
        if (isComing) {
            drain(body);
        }
        return !response.isLast();
    }

    /// Such a body is not longer than what may be dropped.
    private void drain(RequestBody body) throws IOException {
        byte[] dropped = new byte[InputWindow.SIZE_BYTES];
        int n;
        do {
            n = body.read(dropped, 0, dropped.length);
        } while (n >= 0);
    }

    /// Says that nothing more comes, and waits a moment for the client to see it.
    private void part() throws IOException {
        enter(Phase.DRAIN);
        if (!connections.isSecure()) {
            plain.shutdownOutput();
        }
        try {
            if (isExpired()) {
                Thread.sleep(LAST_LOOK_MILLIS);
            } else {
                dropWhatComes();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dropWhatComes() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] dropped = new byte[InputWindow.SIZE_BYTES];
        long left = Http1Response.DRAINABLE_BYTES;
        int n;
        while (left > 0 && (n = in.read(dropped)) >= 0) {
            left -= n;
        }
    }

    void beginBody(boolean isWaitedFor) throws IOException {
        waited = 0;
        came = 0;
        if (isWaitedFor) {
            write(CONTINUE, 0, CONTINUE.length);
        }
    }

    void beginRead(long count) {
        came = count;
        enter(Phase.BODY);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, another looks
    void endRead() {
        waited += connections.now() - since;
        enter(Phase.WORK);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        try {
            for (int from = offset; from < end; from += PIECE_BYTES) {
                enter(Phase.ANSWER);
                out.write(bytes, from, Math.min(PIECE_BYTES, end - from));
            }
        } catch (IOException broken) {
            throw new ClientGoneException(broken);
        } finally {
            enter(Phase.WORK);
        }
    }

    String date() {
        return connections.date();
    }

    boolean isEnding() {
        return connections.isEnding();
    }

    private void enter(Phase next) {
        since = connections.now();
        phase = next;
    }

    Phase phase() {
        return phase;
    }

    long since() {
        return since;
    }

    /// Ends what takes too long by `now`. Called by the thread that watches.
    void check(long now, ConnectionLimits limits) {
        Phase seen = phase;
        long lasted = now - since;
        if (phase != seen) {
            return;
        }
        if (isExpired() && now - expired > LEEWAY_NANOS && seen != Phase.WORK) {
            end();
            return;
        }
        switch (seen) {
            case REST -> endAfter(lasted, limits.idle().toNanos());
            case ANSWER -> endAfter(lasted, limits.stall().toNanos());
            case DRAIN -> endAfter(lasted, limits.head().toNanos());
            case HEAD -> expireAfter(lasted, limits.head().toNanos());
            case BODY -> {
                expireAfter(lasted, limits.stall().toNanos());
                expireAfter(waited + lasted, limits.grace().toNanos() + owed(limits));
            }
            case WORK -> {}
        }
    }

    /// The time that the bytes which came took at the least rate.
    private long owed(ConnectionLimits limits) {
        return (long) (came * 1e9 / limits.leastBytesPerSecond());
    }

    private void endAfter(long lasted, long limit) {
        if (lasted > limit) {
            end();
        }
    }

    private void expireAfter(long lasted, long limit) {
        if (lasted > limit) {
            expire();
        }
    }

    /// Ends the read under way, so that its thread can still answer. Any thread may call it.
    void expire() {
        if (!isExpired()) {
            expired = Math.max(1, connections.now());
            try {
                plain.shutdownInput();
            } catch (IOException isClosed) {
                LOG.log(Level.DEBUG, () -> "A connection that took too long: " + isClosed);
            }
        }
    }

    boolean isExpired() {
        return expired != 0;
    }

    /// Cuts the connection, whatever it does. Any thread may call it.
    void end() {
        try {
            plain.close();
        } catch (IOException isBroken) {
            LOG.log(Level.DEBUG, () -> "A connection that was cut: " + isBroken);
        }
    }
}
