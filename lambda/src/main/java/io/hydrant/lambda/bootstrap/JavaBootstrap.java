package io.hydrant.lambda.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The program of a function in Java: loads its handler, asks Hydrant for events, and reports what
/// it returns or throws. Called with the handler's class and method.
public final class JavaBootstrap {
    private final String runtime;

    private JavaBootstrap(String runtime) {
        this.runtime = runtime;
    }

    /// @param arguments class and method
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.http.retryPost", "false"); // an answer is given once
        String api = Objects.requireNonNull(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        new JavaBootstrap("http://" + api + "/2018-06-01/runtime/").run(arguments[0], arguments[1]);
    }

    private void run(String type, String method) throws IOException {
        JavaHandler handler;
        try {
            handler = JavaHandler.load(type, method);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            report("init/error", JavaHandler.cause(e));
            System.exit(1);
            return;
        }
        while (true) {
            work(handler);
        }
    }

    private void work(JavaHandler handler) throws IOException {
        HttpURLConnection next = open("invocation/next");
        byte[] event = answer(next);
        String request =
                Objects.requireNonNull(next.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
        byte[] result;
        try {
            result =
                    handler.handle(
                            event,
                            request,
                            next.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"),
                            Long.parseLong(next.getHeaderField("Lambda-Runtime-Deadline-Ms")));
        } catch (ReflectiveOperationException
                | RuntimeException
                | LinkageError
                | StackOverflowError e) {
            report("invocation/" + request + "/error", JavaHandler.cause(e));
            return;
        }
        post("invocation/" + request + "/response", result, "");
    }

    private void report(String path, Throwable error) throws IOException {
        error.printStackTrace();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("errorMessage", String.valueOf(error.getMessage()));
        description.put("errorType", error.getClass().getName());
        description.put(
                "stackTrace", Arrays.stream(error.getStackTrace()).map(Object::toString).toList());
        post(path, Json.print(description).getBytes(UTF_8), error.getClass().getName());
    }

    private void post(String path, byte[] body, String errorType) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        if (!errorType.isEmpty()) {
            connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        answer(connection);
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(runtime + path).toURL().openConnection();
    }

    private static byte[] answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status >= 500) {
            System.exit(0); // there will be no other event
        }
        try (InputStream in =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }
}
