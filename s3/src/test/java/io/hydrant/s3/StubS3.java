package io.hydrant.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/// An S3 on a socket that answers as it is told to, in order: what servers say that one cannot have
/// here, and what networks do. The probe of a bucket is answered as a store does that heeds
/// conditions, unless that is to be told as well. Safe for use from many threads.
final class StubS3 implements AutoCloseable {
    /// What becomes of one request.
    interface Act {
        void on(Request request, OutputStream out) throws IOException;
    }

    record Request(String line, Map<String, String> headers, InputStream in, OutputStream out) {
        boolean isProbe() {
            return line.contains("/" + Conditions.PROBE + " ");
        }

        long length() {
            return Long.parseLong(headers.getOrDefault("content-length", "0"));
        }

        /// Lets the body come, and reads it.
        void readBody() throws IOException {
            goOn();
            in.readNBytes(Math.toIntExact(length()));
        }

        void goOn() throws IOException {
            if (headers.containsKey("expect")) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
                out.flush();
            }
        }
    }

    private final ServerSocket socket;
    private final Deque<Act> acts = new ConcurrentLinkedDeque<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final boolean answersProbes;

    private StubS3(boolean answersProbes) throws IOException {
        this.answersProbes = answersProbes;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("stub").start(this::accept);
    }

    static StubS3 start(Act... acts) throws IOException {
        StubS3 stub = new StubS3(true);
        stub.acts.addAll(List.of(acts));
        return stub;
    }

    /// One whose answers to the probe are told, too.
    static StubS3 withoutProbes(Act... acts) throws IOException {
        StubS3 stub = new StubS3(false);
        stub.acts.addAll(List.of(acts));
        return stub;
    }

    void then(Act... more) {
        acts.addAll(List.of(more));
    }

    /// The request lines, without those of the probe that it answers by itself.
    List<String> seen() {
        return List.copyOf(seen);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /// An error of S3, after the body was read.
    static Act error(int status, String code, String message) {
        return (request, out) -> {
            request.readBody();
            answer(
                    out,
                    status,
                    Map.of("Content-Type", "application/xml"),
                    request.line().startsWith("HEAD")
                            ? ""
                            : "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                                    .formatted(code, message));
        };
    }

    static Act status(int status, String body) {
        return (request, out) -> {
            request.readBody();
            answer(out, status, Map.of(), request.line().startsWith("HEAD") ? "" : body);
        };
    }

    /// Stored, with this ETag.
    static Act stored(String etag) {
        return headers(Map.of("ETag", "\"" + etag + "\""));
    }

    static Act headers(Map<String, String> headers) {
        return (request, out) -> {
            request.readBody();
            answer(out, 200, headers, "");
        };
    }

    /// What a HEAD shows of an object.
    static Act object(long size, String etag, Map<String, String> metadata) {
        return (request, out) -> {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("ETag", "\"" + etag + "\"");
            metadata.forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
            head(out, 200, headers, size);
        };
    }

    /// Takes the body, and the connection breaks.
    static Act takenAndCut() {
        return (request, out) -> {
            request.readBody();
            throw new IOException("cut");
        };
    }

    /// The connection breaks before anything is said.
    static Act cut() {
        return (request, out) -> {
            throw new IOException("cut");
        };
    }

    /// The answer breaks off in its first line.
    static Act cutInTheAnswer() {
        return (request, out) -> {
            request.readBody();
            out.write("HTTP/1.1 200".getBytes(ISO_8859_1));
            out.flush();
            throw new IOException("cut");
        };
    }

    /// Refuses while the body is being sent, and closes.
    static Act refusedInMidBody(int status, String code) {
        return (request, out) -> {
            request.goOn();
            request.in().readNBytes((int) Math.min(1000, request.length()));
            answer(
                    out,
                    status,
                    Map.of("Connection", "close"),
                    "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code));
            throw new IOException("closed");
        };
    }

    /// Reads the body, and says nothing for ever.
    static Act silence() {
        return (request, out) -> {
            request.readBody();
            waitForEver(request);
        };
    }

    /// Does not even read the body.
    static Act stalled() {
        return (request, out) -> {
            request.goOn();
            waitForEver(request);
        };
    }

    /// Until the client closes the connection, or the stub is closed.
    private static void waitForEver(Request request) throws IOException {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("nothing was said to " + request.line());
    }

    private static void answer(
            OutputStream out, int status, Map<String, String> headers, String body)
            throws IOException {
        head(out, status, headers, body.length());
        out.write(body.getBytes(ISO_8859_1));
        out.flush();
    }

    private static void head(OutputStream out, int status, Map<String, String> headers, long length)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Told\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        out.write(head.toString().getBytes(ISO_8859_1));
        out.flush();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                open.add(accepted);
                Thread.ofVirtual().name("stub-connection").start(() -> serve(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        int probes = 0;
        try (accepted) {
            InputStream in = new BufferedInputStream(accepted.getInputStream());
            OutputStream out = accepted.getOutputStream();
            while (true) {
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new LinkedHashMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    headers.put(
                            header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT),
                            header.substring(header.indexOf(':') + 1).strip());
                }
                Request request = new Request(line, headers, in, out);
                if (answersProbes && request.isProbe()) {
                    answerProbe(request, out, probes++);
                    continue;
                }
                seen.add(line);
                Act act = acts.poll();
                (act == null ? error(500, "InternalError", "nothing is planned") : act)
                        .on(request, out);
            }
        } catch (IOException | StringIndexOutOfBoundsException over) {
            // the connection ends
        }
    }

    private static void answerProbe(Request request, OutputStream out, int number)
            throws IOException {
        if (request.line().startsWith("DELETE")) {
            status(204, "").on(request, out);
        } else if (number == 0) {
            stored(HexFormat.of().formatHex(Etags.md5(Conditions.TEXT))).on(request, out);
        } else {
            error(412, "PreconditionFailed", "there").on(request, out);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : List.copyOf(open)) {
            each.close();
        }
    }
}
