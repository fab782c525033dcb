package io.hydrant.producer;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers PutRecord and PutRecordBatch over HTTP as a stream does on a bad day: refuses entries,
/// tells to slow down, drops requests before it looks at them and answers after it took the
/// records. Its moods come from a seed.
final class FlakyFirehose implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// What goes wrong, each 0 to 1.
    ///
    /// @param refused entries of a batch
    /// @param throttled requests that are told to slow down
    /// @param unheard requests that are dropped before anything is taken
    /// @param unanswered requests whose answer is dropped after everything is taken
    /// @param knowsTokens whether a request that comes again is answered as before, as Hydrant does
    record Mood(
            double refused,
            double throttled,
            double unheard,
            double unanswered,
            boolean knowsTokens) {
        static final Mood FINE = new Mood(0, 0, 0, 0, false);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Random random;
    private final Mood mood;
    private final List<String> taken = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, ObjectNode> answers = new HashMap<>();

    FlakyFirehose(long seed, Mood mood) throws IOException {
        this.random = new Random(seed);
        this.mood = mood;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::exchange);
        server.start();
    }

    StreamAddress stream() {
        return new StreamAddress(
                "films",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    /// What was taken, in order.
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    /// Of every request that was heard, in order.
    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    private record Reply(int status, ObjectNode body, boolean echo) {}

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String token = exchange.getRequestHeaders().getFirst(RequestToken.HEADER);
            Reply reply = replyTo(JSON.readTree(body), token == null ? "" : token);
            if (reply == null) {
                return; // the connection ends without an answer
            }
            byte[] answer = reply.body().toString().getBytes(StandardCharsets.UTF_8);
            if (reply.echo()) {
                exchange.getResponseHeaders().add(RequestToken.HEADER, token);
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(reply.status(), answer.length);
            exchange.getResponseBody().write(answer);
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private synchronized @Nullable Reply replyTo(JsonNode request, String token) {
        if (random.nextDouble() < mood.unheard()) {
            return null;
        }
        tokens.add(token);
        if (random.nextDouble() < mood.throttled()) {
            ObjectNode slow = JSON.createObjectNode().put("__type", "ServiceUnavailableException");
            return new Reply(503, slow.put("message", "Slow down."), false);
        }
        ObjectNode known = mood.knowsTokens() ? answers.get(token) : null;
        ObjectNode answer = known != null ? known : answerTo(request);
        if (mood.knowsTokens() && !token.isEmpty()) {
            answers.put(token, answer);
        }
        return random.nextDouble() < mood.unanswered()
                ? null
                : new Reply(200, answer, mood.knowsTokens() && !token.isEmpty());
    }

    private ObjectNode answerTo(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode().put("Encrypted", false);
        if (request.has("Record")) {
            return take(request.path("Record"), answer);
        }
        batchSizes.add(request.path("Records").size());
        ArrayNode entries = answer.putArray("RequestResponses");
        int failed = 0;
        for (JsonNode record : request.path("Records")) {
            if (random.nextDouble() < mood.refused()) {
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
        threads.close();
    }
}
