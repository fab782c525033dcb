package io.hydrant.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A server for a test: a process on a free port of this machine, with an empty folder of its own.
/// Its streams, buckets and roles are nobody else's, and are gone when it is closed. Every key is
/// root's there (`--auth none`); roles are what they are in AWS, so a stream whose role may not
/// write delivers nothing, and the server says so on standard error.
///
/// Any number of them may run at once. One may be used from many threads.
public final class HydrantServer implements AutoCloseable {
    private static final String READY = "ready on ";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";
    private static final String KEY = "test";

    private final Process process;
    private final Path folder;
    private final Thread atExit;
    private final URI endpoint;

    private HydrantServer(Process process, Path folder) throws IOException {
        this.process = process;
        this.folder = folder;
        this.atExit = new Thread(this::end, "end hydrant");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            this.endpoint = awaitReady();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// A server that answers.
    ///
    /// @param options more options of `hydrant serve`, for example `--quotas`, `aws`
    /// @throws UncheckedIOException when it does not start; it has said why on standard error
    public static HydrantServer start(String... options) {
        try {
            Path folder = Files.createTempDirectory("hydrant-");
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    InstalledProgram.find().toString(),
                                    "serve",
                                    "--listen",
                                    "127.0.0.1:0",
                                    "--auth",
                                    "none",
                                    "--data",
                                    folder.resolve("data").toString()));
            command.addAll(Arrays.asList(options));
            return new HydrantServer(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start(),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads what the server prints, to its end, so that it never waits for a reader.
    private URI awaitReady() throws IOException {
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(ready), "read hydrant");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while hydrant started", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "hydrant did not start within "
                            + START.toSeconds()
                            + " s; standard error has what it said",
                    e);
        }
    }

    private void read(CompletableFuture<URI> ready) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
            ready.completeExceptionally(new IOException("It ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /// Where it answers, for all of its services: for `endpointOverride` of the AWS SDK.
    public URI endpoint() {
        return endpoint;
    }

    public String region() {
        return REGION;
    }

    public String accountId() {
        return ACCOUNT;
    }

    /// Any key is good.
    public String accessKeyId() {
        return KEY;
    }

    public String secretAccessKey() {
        return KEY;
    }

    /// What makes clients of the AWS SDK for Java 2 use this server, when they are told nothing:
    /// set them with [System#setProperty], or hand them to a process under test.
    public Map<String, String> systemProperties() {
        return Map.of(
                "aws.endpointUrl", endpoint.toString(),
                "aws.region", REGION,
                "aws.accessKeyId", KEY,
                "aws.secretAccessKey", KEY);
    }

    /// The same for processes, in any language.
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_REGION", REGION,
                "AWS_DEFAULT_REGION", REGION,
                "AWS_ACCESS_KEY_ID", KEY,
                "AWS_SECRET_ACCESS_KEY", KEY);
    }

    /// Makes a delivery stream with a bucket of its own, `NAME-000000000000`, and a role that may
    /// write there. It delivers what it gets as soon as it can: its buffer waits 0 seconds.
    ///
    /// @return the bucket's name
    public String createStream(String name) {
        return new StreamStack(endpoint, name).create(ACCOUNT);
    }

    /// Stops the server and removes all that it kept.
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // It is that hook which closes the server, or it comes soon and finds nothing to do.
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        remove();
    }

    private void remove() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + folder, e);
        }
    }
}
