package io.hydrant.producer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Refuses every request with one error.
final class RefusingFirehose implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    RefusingFirehose(int status, String code, String message) throws IOException {
        byte[] body =
                "{\"__type\":\"%s\",\"message\":\"%s\"}"
                        .formatted(code, message)
                        .getBytes(StandardCharsets.UTF_8);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        requests.incrementAndGet();
                        exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
    }

    StreamAddress stream() {
        return new StreamAddress(
                "films",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
