package io.hydrant.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `hydrant serve` as a process of its own, on a free port and a given data directory.
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String READY = "ready on ";

    private final Process process;
    private final Path data;
    private final URI endpoint;
    private final ConcurrentLinkedQueue<String> output;

    private ServerProcess(
            Process process, Path data, URI endpoint, ConcurrentLinkedQueue<String> output) {
        this.process = process;
        this.data = data;
        this.endpoint = endpoint;
        this.output = output;
    }

    /// Starts it and returns once it prints that it is ready.
    static ServerProcess start(Path data, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of("serve", "--listen", "127.0.0.1:0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        Process process = Program.start(arguments, Map.of());
        ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, output, ready));
        try {
            return new ServerProcess(
                    process, data, ready.get(START.toSeconds(), TimeUnit.SECONDS), output);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("The server did not start: " + String.join("\n", output), e);
        }
    }

    private static void read(
            Process process, ConcurrentLinkedQueue<String> output, CompletableFuture<URI> ready) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
            ready.completeExceptionally(new IOException("It ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    Path data() {
        return data;
    }

    String accessKeyId() {
        return credential("aws_access_key_id");
    }

    String secretAccessKey() {
        return credential("aws_secret_access_key");
    }

    /// SIGKILL: nothing is flushed, nothing is closed.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// SIGTERM; returns the exit status.
    int terminate() {
        process.destroy();
        return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
    }

    /// The environment in which unmodified AWS programs find this server.
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", secretAccessKey(),
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_REGION", "us-east-1",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    String output() {
        return String.join("\n", output);
    }

    private String credential(String name) {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(data.resolve("credentials"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
