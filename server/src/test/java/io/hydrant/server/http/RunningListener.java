package io.hydrant.server.http;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKey;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.Secret;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.http.protocol.JsonService;
import io.hydrant.server.http.protocol.ListenerServices;
import io.hydrant.server.http.protocol.QueryOperation;
import io.hydrant.server.http.protocol.QueryService;
import io.hydrant.server.http.protocol.S3Handler;
import io.hydrant.server.http.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A listener on a free port, with a few operations of its own behind it and a root key.
public final class RunningListener implements AutoCloseable {
    static final String REGION = "us-east-1";
    static final String KEY_ID = "AKIAROOTROOTROOTROOT";
    static final String SECRET = "a-secret-of-forty-characters-for-testing";
    static final String SESSION_KEY_ID = "ASIASESSIONSESSIONSE";
    static final String TOKEN = "a/session+token=";
    static final Principal ROOT = new Principal.Root("000000000000");

    private final Listener listener;
    private final String scheme;

    /// Released to let the operation `Wait` answer.
    final CountDownLatch release = new CountDownLatch(1);

    final CountDownLatch waiting = new CountDownLatch(1);
    final Objects objects = new Objects();

    private RunningListener(Authenticator authenticator, Tls tls, InstantSource clock)
            throws IOException {
        this(authenticator, tls, clock, local());
    }

    private RunningListener(
            Authenticator authenticator, Tls tls, InstantSource clock, ListenerSettings settings)
            throws IOException {
        this.scheme = tls instanceof Tls.Off ? "http" : "https";
        this.listener =
                Listener.start(
                        settings.with(tls).withGrace(Duration.ofSeconds(10)),
                        services(),
                        authenticator,
                        clock);
    }

    static RunningListener start() throws IOException {
        return start(InstantSource.system());
    }

    static RunningListener start(InstantSource clock) throws IOException {
        return new RunningListener(
                Authenticator.verifying(RunningListener::find, clock, REGION),
                new Tls.Off(),
                clock);
    }

    public static RunningListener start(Tls tls) throws IOException {
        InstantSource clock = InstantSource.system();
        return new RunningListener(
                Authenticator.verifying(RunningListener::find, clock, REGION), tls, clock);
    }

    static RunningListener trusting() throws IOException {
        InstantSource clock = InstantSource.system();
        return new RunningListener(Authenticator.trusting(ROOT, clock), new Tls.Off(), clock);
    }

    static RunningListener trusting(ListenerSettings settings) throws IOException {
        InstantSource clock = InstantSource.system();
        return new RunningListener(
                Authenticator.trusting(ROOT, clock), new Tls.Off(), clock, settings);
    }

    static RunningListener start(ListenerSettings settings) throws IOException {
        InstantSource clock = InstantSource.system();
        return new RunningListener(
                Authenticator.verifying(RunningListener::find, clock, REGION),
                new Tls.Off(),
                clock,
                settings);
    }

    static ListenerSettings local() {
        return ListenerSettings.plain(InetAddress.getLoopbackAddress(), 0, "us-east-1");
    }

    public URI uri() {
        return URI.create(scheme + "://localhost:" + listener.port());
    }

    int port() {
        return listener.port();
    }

    void stop() {
        listener.stop();
    }

    @Override
    public void close() {
        release.countDown();
        listener.close();
    }

    private static Optional<AccessKey> find(String id) {
        return switch (id) {
            case KEY_ID -> Optional.of(AccessKey.longTerm(id, new Secret(SECRET), ROOT));
            case SESSION_KEY_ID ->
                    Optional.of(
                            new AccessKey(
                                    id,
                                    new Secret(SECRET),
                                    Optional.of(new Secret(TOKEN)),
                                    Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
                                    Optional.of(Instant.parse("2099-01-01T00:00:00Z")),
                                    ROOT));
            default -> Optional.empty();
        };
    }

    private ListenerServices services() {
        List<JsonOperation> firehose =
                List.of(
                        json(
                                "ListDeliveryStreams",
                                (body, caller) ->
                                        "{\"DeliveryStreamNames\":[\""
                                                + caller.principal().arn()
                                                + "\",\""
                                                + caller.region()
                                                + "\"],\"HasMoreDeliveryStreams\":false}"),
                        json(
                                "PutRecord",
                                (body, caller) ->
                                        "{\"Encrypted\":false,\"RecordId\":\""
                                                + body.length
                                                + "\"}"),
                        json(
                                "DeleteDeliveryStream",
                                (body, caller) -> {
                                    throw new IllegalStateException("a fault of ours");
                                }),
                        json(
                                "CreateDeliveryStream",
                                (body, caller) -> {
                                    throw new IOException("no room on the disk");
                                }),
                        json(
                                "DescribeDeliveryStream",
                                (body, caller) -> {
                                    throw new ServiceException(
                                            400,
                                            "ResourceNotFoundException",
                                            "Firehose \"x\" under account 000000000000 not found.");
                                }),
                        json(
                                "Wait",
                                (body, caller) -> {
                                    waiting.countDown();
                                    await(release);
                                    return "{}";
                                }));
        List<QueryOperation> sts = List.of(new GetCallerIdentity());
        return new ListenerServices(
                List.of(JsonService.of("firehose", "Firehose_20150804", firehose)),
                List.of(
                        QueryService.sts(sts),
                        QueryService.cloudFormation(List.of(new DeleteStack()))),
                objects,
                List.of(new WhoPage()));
    }

    private interface Answering {
        String answer(byte[] body, Caller caller) throws IOException;
    }

    private static JsonOperation json(String name, Answering answering) {
        return new JsonOperation() {
            @Override
            public int bodyBytesMax() {
                return 8 << 20;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public byte[] answer(byte[] body, Caller caller) throws IOException {
                return answering.answer(body, caller).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static final class GetCallerIdentity implements QueryOperation {
        @Override
        public String name() {
            return "GetCallerIdentity";
        }

        @Override
        public void answer(Parameters parameters, Caller caller, XmlWriter result) {
            result.element("Arn", caller.principal().arn())
                    .element("UserId", caller.accessKeyId())
                    .element("Account", caller.principal().account());
        }
    }

    private static final class DeleteStack implements QueryOperation {
        @Override
        public String name() {
            return "DeleteStack";
        }

        @Override
        public boolean hasResult() {
            return false;
        }

        @Override
        public void answer(Parameters parameters, Caller caller, XmlWriter result) {}
    }

    private static final class WhoPage implements HydrantPage {
        @Override
        public String name() {
            return "who";
        }

        @Override
        public Reply answer(RequestHead head, Optional<Caller> caller) {
            return Reply.json(200, caller.map(known -> known.principal().arn()).orElse("nobody"));
        }
    }

    /// Keeps what was put, by raw path, and gives it back.
    static final class Objects implements S3Handler {
        private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
        final Map<String, Request> requests = new ConcurrentHashMap<>();
        final Map<String, Map<String, String>> trailers = new ConcurrentHashMap<>();

        @Override
        public void handle(Request request, Response response) throws IOException {
            String path = request.bucketOfHost() + request.head().rawPath();
            requests.put(request.head().method() + " " + path, request);
            misbehave(path, response);
            if (path.equals("/documents")) {
                int length = request.documents().read(8 << 20).length;
                response.send(200, Map.of("x-length", Integer.toString(length)));
                return;
            }
            switch (request.head().method()) {
                case "PUT" -> put(request, response, path);
                case "HEAD", "GET" -> get(request, response, path);
                default -> throw new ServiceException(405, "MethodNotAllowed", "Not so.");
            }
        }

        /// Paths that stand for what goes wrong in a handler.
        private static void misbehave(String path, Response response) throws IOException {
            switch (path) {
                case "/b/error" -> throw new LinkageError("a fault of ours");
                case "/b/deep" -> throw new StackOverflowError();
                case "/b/line-break" -> response.send(200, Map.of("x-amz-meta-a", "b\r\nc: d"));
                case "/b/dash" ->
                        response.send(200, Map.of("Cache-Control", "\u2014"), new byte[1]);
                case "/b/large" -> {
                    try (var out = response.stream(200, Map.of(), 64 << 20)) {
                        out.write(new byte[64 << 20]);
                    }
                }
                default -> {}
            }
        }

        private void put(Request request, Response response, String path) throws IOException {
            byte[] body = request.body().readAllBytes();
            kept.put(path, body);
            trailers.put(path, request.trailers().get());
            response.send(200, Map.of("ETag", "\"etag\""));
        }

        private void get(Request request, Response response, String path) throws IOException {
            byte[] body = kept.get(path);
            if (body == null) {
                throw new ServiceException(404, "NoSuchKey", "The specified key does not exist.")
                        .with("Key", path);
            }
            Map<String, String> headers = new HashMap<>();
            headers.put("ETag", "\"etag\"");
            if (request.head().method().equals("HEAD")) {
                headers.put("Content-Length", Integer.toString(body.length));
                response.send(200, headers);
                return;
            }
            try (var out = response.stream(200, headers, body.length)) {
                out.write(body);
            }
        }

        byte[] at(String path) {
            return kept.getOrDefault(path, new byte[0]);
        }

        boolean has(String path) {
            return kept.containsKey(path);
        }

        Request request(String methodAndPath) {
            return Optional.ofNullable(requests.get(methodAndPath)).orElseThrow();
        }

        OptionalLong decodedLength(String methodAndPath) {
            return request(methodAndPath).decodedLength();
        }
    }
}
