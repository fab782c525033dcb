package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http1.ConnectionLimits;
import io.hydrant.server.http1.Http1Request;
import io.hydrant.server.http1.Http1Response;
import io.hydrant.server.http1.Http1Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Servers as processes that may have few open files, and clients that open many connections.
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class FewDescriptorsTest {
    private static final String READY = "ready on ";

    @TempDir Path directory;

    @Test
    void aServerThatRanOutOfFileDescriptorsGoesOn() throws Exception {
        Process server = start(280, Unlimited.class, "");
        try {
            URI uri = ready(server);
            List<Socket> idle = open(300, uri);
            assertThat(answer(uri)).isEqualTo(200);
            close(idle);
            assertThat(answer(uri)).isEqualTo(200);
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(directory.resolve("told")).content().contains("Too many open files");
    }

    @Test
    void idleConnectionsLeaveRoomForTheLogAndTheStore() throws Exception {
        Process server = start(400, Whole.class, directory.resolve("data").toString());
        try {
            URI uri = ready(server);
            List<Socket> idle = open(500, uri);
            URI object = uri.resolve("/bucket/object");
            assertThat(put(uri.resolve("/bucket"), "")).isEqualTo(200);
            assertThat(put(object, "kept")).isEqualTo(200);
            close(idle);
            assertThat(put(object, "kept again")).isEqualTo(200);
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertThat(directory.resolve("told")).content().doesNotContain("Too many");
    }

    private Process start(int openFiles, Class<?> program, String argument) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + openFiles + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        argument);
        return builder.redirectError(directory.resolve("told").toFile()).start();
    }

    private static URI ready(Process server) throws IOException {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = String.valueOf(lines.readLine());
        assertThat(line).startsWith(READY);
        return URI.create(line.substring(READY.length()));
    }

    /// Connections that send nothing. The kernel may keep the last ones waiting.
    private static List<Socket> open(int count, URI server) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new Socket(server.getHost(), server.getPort()));
        }
        sockets.getLast().setSoTimeout(500);
        try {
            sockets.getLast().getInputStream().read();
        } catch (SocketTimeoutException isQuiet) {
            assertThat(isQuiet).isNotNull();
        }
        return sockets;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static int answer(URI server) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve("/")).GET());
    }

    private static int put(URI object, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(object).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// A connection that was open when another one was needed more is no fault.
    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(
                                request.timeout(Duration.ofSeconds(10)).build(),
                                BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException ended) {
                if (System.nanoTime() > deadline) {
                    throw ended;
                }
            }
        }
    }

    /// Takes more connections than it has file descriptors.
    static final class Unlimited {
        private Unlimited() {}

        public static void main(String[] arguments) throws IOException {
            Http1Server server =
                    Http1Server.start(
                            InetAddress.getLoopbackAddress(),
                            0,
                            ConnectionLimits.usual(10_000),
                            Optional.empty(),
                            Unlimited::answer,
                            InstantSource.system(),
                            trouble -> System.err.println(trouble));
            System.out.println(READY + "http://127.0.0.1:" + server.port());
        }

        private static void answer(Http1Request request, Http1Response response)
                throws IOException {
            RequestHead head = request.head();
            response.send(head.rawPath().equals("/") ? 200 : 404, Map.of());
        }
    }

    /// A server as it is.
    static final class Whole {
        private Whole() {}

        public static void main(String[] arguments) throws IOException {
            Hydrant server =
                    Hydrant.start(
                            ServerSettings.local(
                                    Path.of(arguments[0]),
                                    0,
                                    ServerSettings.Auth.NONE,
                                    new ServerSettings.Tls.Off()));
            System.out.println(READY + server.endpoint());
        }
    }
}
