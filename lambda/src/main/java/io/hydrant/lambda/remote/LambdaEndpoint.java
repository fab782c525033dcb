package io.hydrant.lambda.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaError;
import io.hydrant.lambda.FunctionArn;
import io.hydrant.lambda.FunctionLog;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Functions somewhere else: AWS Lambda's own, or those of anything that speaks its Invoke API.
/// Nothing of it is loaded before the first call. Safe for use from many threads.
public final class LambdaEndpoint implements Functions, AutoCloseable {
    /// How long an answer may take: AWS's limit for Firehose.
    public static final Duration ANSWER_TIME = Duration.ofMinutes(5);

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final int TROUBLE_MAX = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Headers that the HTTP client writes itself.
    private static final List<String> OWN_HEADERS = List.of("host", "content-length");

    private final Optional<URI> address;
    private final Duration answerTime;
    private final InstantSource clock;
    private final Map<String, FunctionLog> logs = new ConcurrentHashMap<>();

    /// Made by the first call. Guarded by this.
    private @Nullable HttpClient http;

    /// Made by the first call. Guarded by this.
    private @Nullable LambdaSignature signature;

    private volatile boolean closed;

    private LambdaEndpoint(Optional<URI> address, Duration answerTime, InstantSource clock) {
        this.address = address;
        this.answerTime = answerTime;
        this.clock = clock;
    }

    /// AWS Lambda, in the region that a function's ARN names.
    public static LambdaEndpoint aws(InstantSource clock) {
        return new LambdaEndpoint(Optional.empty(), ANSWER_TIME, clock);
    }

    /// Whatever answers there.
    ///
    /// @throws IllegalArgumentException when that is no http or https URL
    public static LambdaEndpoint at(URI address, InstantSource clock) {
        return at(address, ANSWER_TIME, clock);
    }

    static LambdaEndpoint at(URI address, Duration answerTime, InstantSource clock) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || address.getHost() == null) {
            throw new IllegalArgumentException("not a URL of http or https: " + address);
        }
        return new LambdaEndpoint(Optional.of(address), answerTime, clock);
    }

    @Override
    public byte[] invoke(Call call) throws NotInvokedException, InterruptedException {
        FunctionArn function =
                FunctionArn.of(call.functionArn())
                        .orElseThrow(LambdaError.RESOURCE_NOT_FOUND::exception);
        URI target = target(function);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .timeout(answerTime)
                        .header("X-Amz-Invocation-Type", "RequestResponse")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(call.payload()));
        signature()
                .headers(target, call.payload(), function)
                .forEach((name, values) -> {
                    if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return answer(function, exchange(request.build()));
    }

    /// AWS finds functions of other accounts by their whole ARN; stand-ins know names alone.
    private URI target(FunctionArn function) {
        String base =
                address.map(URI::toString)
                        .orElseGet(() -> LambdaSignature.endpoint(function.region()).toString())
                        .replaceAll("/+$", "");
        boolean isAws = address.isEmpty() || base.contains(".amazonaws.com");
        String name = isAws ? function.unqualified().toString() : function.name();
        String path = "/2015-03-31/functions/" + URLEncoder.encode(name, UTF_8) + "/invocations";
        return URI.create(
                function.qualifier()
                        .map(each -> base + path + "?Qualifier=" + URLEncoder.encode(each, UTF_8))
                        .orElse(base + path));
    }

    private HttpResponse<byte[]> exchange(HttpRequest request)
            throws NotInvokedException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http().sendAsync(request, head -> new LimitedBody(PAYLOAD_MAX));
        try {
            return answer.get(answerTime.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw LambdaError.REQUEST_TIMEOUT.exception();
        } catch (ExecutionException e) {
            if (closed) {
                throw new InterruptedException("The server stops");
            }
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true); // whatever ended the wait ends the request
        }
    }

    private static NotInvokedException failure(Throwable cause) {
        if (cause instanceof HttpTimeoutException
                && !(cause instanceof HttpConnectTimeoutException)) {
            return LambdaError.REQUEST_TIMEOUT.exception();
        }
        if (cause instanceof IOException) {
            return LambdaError.CONNECTION_FAILED.because(
                    cause.getMessage() == null
                            ? cause.getClass().getSimpleName()
                            : cause.getMessage());
        }
        throw new IllegalStateException(cause);
    }

    private byte[] answer(FunctionArn function, HttpResponse<byte[]> response)
            throws NotInvokedException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            if (response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
                trouble(function, "failed: " + beginning(response.body()));
                throw LambdaError.functionFailed(told(response.body()));
            }
            if (response.body().length > PAYLOAD_MAX) {
                trouble(function, "answered more than " + PAYLOAD_MAX + " bytes");
                throw LambdaError.functionFailed("it answered more than " + PAYLOAD_MAX + " bytes");
            }
            return response.body();
        }
        trouble(function, "was not invoked: status " + status + ", " + beginning(response.body()));
        throw refusal(response);
    }

    private static NotInvokedException refusal(HttpResponse<byte[]> response) {
        String type =
                response.headers().firstValue("X-Amzn-ErrorType").orElse("").split("[:;]", 2)[0];
        return switch (response.statusCode()) {
            case 429 -> LambdaError.INVOKE_LIMIT_EXCEEDED.exception();
            case 404 -> LambdaError.RESOURCE_NOT_FOUND.exception();
            case 401, 403 -> LambdaError.INVOKE_ACCESS_DENIED.exception();
            case 413 -> LambdaError.REQUEST_TOO_LARGE.exception();
            case 408, 504 -> LambdaError.REQUEST_TIMEOUT.exception();
            default ->
                    NETWORK_OF_FUNCTION.contains(type)
                            ? new NotInvokedException("Lambda." + type, beginning(response.body()))
                            : LambdaError.SERVICE_EXCEPTION.because(
                                    "status "
                                            + response.statusCode()
                                            + (type.isEmpty() ? "" : ", " + type));
        };
    }

    /// Errors of AWS Lambda that Firehose has codes for.
    private static final List<String> NETWORK_OF_FUNCTION =
            List.of(
                    "InvalidSubnetIDException",
                    "InvalidSecurityGroupIDException",
                    "SubnetIPAddressLimitReachedException",
                    "ENILimitReachedException");

    private void trouble(FunctionArn function, String what) {
        logs.computeIfAbsent(function.name(), name -> new FunctionLog(name, System::nanoTime))
                .trouble(what);
    }

    /// What a function's error says: its type and its message, or whatever is there.
    private static String told(byte[] error) {
        try {
            JsonNode document = JSON.readTree(error);
            String message = document.path("errorMessage").asString("");
            String type = document.path("errorType").asString("");
            if (!message.isEmpty() || !type.isEmpty()) {
                return type.isEmpty() || message.isEmpty() ? type + message : type + ": " + message;
            }
        } catch (JacksonException e) {
            // it is told as it is
        }
        return beginning(error);
    }

    private static String beginning(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, TROUBLE_MAX), UTF_8);
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(CONNECT_TIME)
                            .build();
        }
        return http;
    }

    private synchronized LambdaSignature signature() {
        if (signature == null) {
            signature = new LambdaSignature(address.isPresent(), clock);
        }
        return signature;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (http != null) {
            http.shutdownNow();
        }
    }
}
