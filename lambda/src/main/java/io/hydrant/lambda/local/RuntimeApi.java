package io.hydrant.lambda.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.transform.lambda.Functions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Lambda Runtime API, for one process, on a port of its own that only this machine reaches.
/// Where the system says whose a connection is, those of other users are ended before a byte is
/// read. Whoever asks must know a secret that comes before the path, or else be known to be of this
/// user, and no browser.
final class RuntimeApi implements AutoCloseable {
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final Pattern REPLY = Pattern.compile("invocation/([^/]+)/(response|error)");
    private static final int CONNECTIONS_MAX = 16;

    /// After a connection that could not be accepted, for want of descriptors perhaps.
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

    private static final JsonMapper JSON = new JsonMapper();

    private final EventHandover handover;
    private final String secret;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private RuntimeApi(EventHandover handover, String secret, ServerSocket listener) {
        this.handover = handover;
        this.secret = secret;
        this.listener = listener;
    }

    /// @param secret of letters and digits
    static RuntimeApi start(EventHandover handover, String secret, String name) throws IOException {
        ServerSocket listener =
                new ServerSocket(0, CONNECTIONS_MAX, InetAddress.ofLiteral("127.0.0.1"));
        RuntimeApi api = new RuntimeApi(handover, secret, listener);
        Thread.ofVirtual().name("runtime api of " + name).start(api::accept);
        return api;
    }

    /// What a process finds in AWS_LAMBDA_RUNTIME_API.
    ///
    /// @param withSecret for those that need not be known by their user, and take a path there
    String address(boolean withSecret) {
        String host = "127.0.0.1:" + listener.getLocalPort();
        return withSecret ? host + "/" + secret : host;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (connections.size() > CONNECTIONS_MAX || listener.isClosed()) {
                    end(connection);
                } else {
                    Thread.ofVirtual().name("runtime connection").start(() -> serve(connection));
                }
            } catch (IOException e) {
                // closed, or one that was gone before it was there: the next one
                LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean isOurs = Peers.areKnown() && Peers.isOurs(connection);
            if (Peers.areKnown() && !isOurs) {
                return;
            }
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 64 * 1024);
            OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 64 * 1024);
            boolean goesOn = true;
            while (goesOn) {
                Optional<RuntimeRequest> request =
                        RuntimeRequest.read(in, out, Functions.PAYLOAD_MAX);
                goesOn = request.isPresent() && answer(isOurs, request.get(), out);
            }
        } catch (IOException e) {
            // a process that ends leaves its connections like this
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private boolean answer(boolean isOurs, RuntimeRequest request, OutputStream out)
            throws IOException, InterruptedException {
        Reply reply = reply(isOurs, request);
        reply.write(out);
        return reply.goesOn()
                && !request.headers().getOrDefault("connection", "").equalsIgnoreCase("close");
    }

    private Reply reply(boolean isOurs, RuntimeRequest request) throws InterruptedException {
        Optional<String> path = permitted(isOurs, request);
        if (path.isEmpty()) {
            return Reply.error(403, "Forbidden", "This is not your function's runtime.");
        }
        String call = request.method() + " " + path.get();
        if (call.equals("GET invocation/next")) {
            return handover.next().map(Reply::event).orElse(Reply.NOTHING);
        }
        if (call.equals("POST init/error")) {
            handover.end(failure(request, true));
            return Reply.ACCEPTED;
        }
        Matcher reply = REPLY.matcher(path.get());
        if (request.method().equals("POST") && reply.matches()) {
            return take(reply.group(1), reply.group(2).equals("response"), request);
        }
        return Reply.error(404, "NotFound", "There is no " + call + " in the Runtime API.");
    }

    /// The path behind the version, when the caller may have what is there.
    private Optional<String> permitted(boolean isOurs, RuntimeRequest request) {
        String path = request.path();
        int second = path.indexOf('/', 1);
        boolean knowsSecret =
                second > 0
                        && MessageDigest.isEqual(
                                path.substring(1, second).getBytes(UTF_8), secret.getBytes(UTF_8));
        String rest = knowsSecret ? path.substring(second) : path;
        boolean isBrowser =
                request.headers().keySet().stream()
                        .anyMatch(name -> name.equals("origin") || name.startsWith("sec-fetch-"));
        return rest.startsWith(VERSION) && (knowsSecret || isOurs && !isBrowser)
                ? Optional.of(rest.substring(VERSION.length()))
                : Optional.empty();
    }

    private Reply take(String requestId, boolean isResponse, RuntimeRequest request) {
        boolean isTooLong = request.body().length > Functions.PAYLOAD_MAX;
        Answer answer =
                isTooLong
                        ? new Answer.Failed(
                                "Function.ResponseSizeTooLarge",
                                "the answer has more than " + Functions.PAYLOAD_MAX + " bytes",
                                true)
                        : isResponse ? new Answer.Returned(request.body()) : failure(request, true);
        if (!handover.answer(requestId, answer)) {
            return Reply.error(
                    400, "InvalidRequestID", "Nobody waits for an answer about " + requestId + ".");
        }
        return isTooLong
                ? Reply.error(
                        413,
                        "RequestEntityTooLarge",
                        "An answer has " + Functions.PAYLOAD_MAX + " bytes at most.")
                : Reply.ACCEPTED;
    }

    /// What the runtime says of an error; what cannot be read is said as it is.
    private static Answer.Failed failure(RuntimeRequest request, boolean isReported) {
        String header =
                request.headers().getOrDefault("lambda-runtime-function-error-type", "Unhandled");
        try {
            JsonNode error = JSON.readTree(request.body());
            return new Answer.Failed(
                    error.path("errorType").asString(header),
                    error.path("errorMessage").asString(""),
                    isReported);
        } catch (JacksonException e) {
            return new Answer.Failed(header, new String(request.body(), UTF_8), isReported);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // nobody hears it any more
        }
        connections.forEach(RuntimeApi::end);
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    /// What a process is answered.
    ///
    /// @param goesOn whether the connection may be used again
    private record Reply(int status, Map<String, String> headers, byte[] body, boolean goesOn) {
        static final Reply ACCEPTED =
                new Reply(202, Map.of(), "{\"status\":\"OK\"}".getBytes(UTF_8), true);

        /// The process is about to end.
        static final Reply NOTHING = error(500, "Shutdown", "There will be no other event.");

        static Reply event(EventHandover.Invocation event) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Lambda-Runtime-Aws-Request-Id", event.requestId());
            headers.put(
                    "Lambda-Runtime-Deadline-Ms", Long.toString(event.deadline().toEpochMilli()));
            headers.put("Lambda-Runtime-Invoked-Function-Arn", event.functionArn());
            headers.put("Lambda-Runtime-Trace-Id", event.traceId());
            return new Reply(200, headers, event.event(), true);
        }

        static Reply error(int status, String type, String message) {
            byte[] body =
                    JSON.createObjectNode()
                            .put("errorMessage", message)
                            .put("errorType", type)
                            .toString()
                            .getBytes(UTF_8);
            return new Reply(status, Map.of(), body, status < 500);
        }

        void write(OutputStream out) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
            headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append(goesOn ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
            out.write(head.toString().getBytes(UTF_8));
            out.write(body);
            out.flush();
        }

        private String reason() {
            return switch (status) {
                case 200 -> "OK";
                case 202 -> "Accepted";
                default -> "Error";
            };
        }
    }
}
