package io.hydrant.cli.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers PutRecord and PutRecordBatch over HTTP, and refuses some entries of each batch as a
/// throttled stream does.
final class FakeFirehose implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final Random random;
    private final double refused;
    private final List<String> taken = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();

    /// @param refused how many of the entries are refused, 0 to 1
    FakeFirehose(long seed, double refused) throws IOException {
        this.random = new Random(seed);
        this.refused = refused;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What was acknowledged, in order.
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            byte[] answer = answerTo(request).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private synchronized ObjectNode answerTo(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode().put("Encrypted", false);
        if (request.has("Record")) {
            return take(request.path("Record"), answer);
        }
        batchSizes.add(request.path("Records").size());
        ArrayNode entries = answer.putArray("RequestResponses");
        int failed = 0;
        for (JsonNode record : request.path("Records")) {
            if (random.nextDouble() < refused) {
                failed++;
                entries.addObject()
                        .put("ErrorCode", "ServiceUnavailableException")
                        .put("ErrorMessage", "Slow down.");
            } else {
                take(record, entries.addObject());
            }
        }
        return answer.put("FailedPutCount", failed);
    }

    private ObjectNode take(JsonNode record, ObjectNode answer) {
        byte[] data = Base64.getDecoder().decode(record.path("Data").asString());
        taken.add(new String(data, StandardCharsets.UTF_8));
        return answer.put("RecordId", "id-" + taken.getLast().strip());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
